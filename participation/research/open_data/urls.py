"""Addresses of the open data."""

from django.urls import path

from . import views

app_name = "open_data"

urlpatterns = [
    path("", views.page, name="page"),
    path("catalog.jsonld", views.catalogue_file, name="catalogue"),
    path("<str:edition>/<str:name>", views.file, name="file"),
]
