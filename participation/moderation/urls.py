"""Reporting, for everybody; the queue and the record, for moderators."""

from django.urls import path

from . import people_views, views

app_name = "moderation"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("log/", views.log, name="log"),
    path("people/", people_views.people, name="people"),
    path("people/<int:pk>/", people_views.person, name="person"),
    path("people/<int:pk>/block/", people_views.block, name="block"),
    path("people/<int:pk>/unblock/", people_views.unblock, name="unblock"),
    path("<slug:kind>/<int:pk>/", views.review, name="review"),
    path("<slug:kind>/<int:pk>/report/", views.report, name="report"),
    path("<slug:kind>/<int:pk>/hide/", views.hide, name="hide"),
    path("<slug:kind>/<int:pk>/unhide/", views.unhide, name="unhide"),
    path("<slug:kind>/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
]
