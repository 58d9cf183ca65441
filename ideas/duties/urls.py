"""Addresses of departments."""

from django.urls import path

from . import departments

app_name = "departments"

urlpatterns = [
    path("", departments.departments, name="list"),
    path("figures.csv", departments.download, name="figures"),
    path("<str:slug>/", departments.department, name="one"),
]
