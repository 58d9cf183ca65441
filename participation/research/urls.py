"""Addresses of the researcher's desk."""

from django.urls import path

from . import views

app_name = "research"

urlpatterns = [
    path("", views.documents, name="documents"),
]
