"""Addresses of the researcher's desk."""

from django.urls import include, path

from . import views

app_name = "research"

urlpatterns = [
    path("", views.documents, name="documents"),
    path("", include("participation.research.analysis.urls")),
]
