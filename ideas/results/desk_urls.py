"""Addresses of results at the office's desk."""

from django.urls import path

from . import desk

app_name = "results_desk"

urlpatterns = [
    path("", desk.result_desk, name="list"),
    path("new/", desk.new, name="new"),
    path("<int:pk>/", desk.edit, name="edit"),
    path("<int:pk>/report/", desk.report, name="report"),
    path("<int:pk>/stop/", desk.stop, name="stop"),
    path("<int:pk>/link/", desk.link, name="link"),
    path("<int:pk>/unlink/", desk.unlink, name="unlink"),
]
