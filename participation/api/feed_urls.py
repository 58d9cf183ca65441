"""Addresses of the feeds."""

from django.urls import path

from . import feeds

app_name = "feeds"

urlpatterns = [
    path("ideas.atom", feeds.ideas, name="ideas"),
    path("ideas/<int:pk>.atom", feeds.idea, name="idea"),
    path("observations.atom", feeds.observations, name="observations"),
    path("changes.atom", feeds.changes, name="changes"),
    path("results.atom", feeds.results, name="results"),
    path("campaigns.atom", feeds.campaigns, name="campaigns"),
    path("search.atom", feeds.search, name="search"),
    path("consultations.atom", feeds.consultations, name="consultations"),
]
