"""Addresses of exports."""

from django.urls import path

from . import views

app_name = "exports"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("new/", views.new, name="new"),
    path("<str:token>/", views.export, name="export"),
    path("<str:token>/file/", views.file, name="file"),
    path("<str:token>/cancel/", views.cancel, name="cancel"),
]
