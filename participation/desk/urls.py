"""Addresses of the desk beside the lists of ideas."""

from django.urls import path

from .absences import views as absences
from .notes import views as notes

app_name = "desk"

urlpatterns = [
    path("absences/", absences.absences, name="absences"),
    path("absences/<int:pk>/cancel/", absences.cancel, name="cancel_absence"),
    path("ideas/<int:pk>/notes/", notes.write, name="note"),
]
