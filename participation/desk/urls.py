"""Addresses of the desk beside the lists of ideas."""

from django.urls import path

from .absences import views as absences
from .answer_templates import views as templates
from .notes import views as notes

app_name = "desk"

urlpatterns = [
    path("absences/", absences.absences, name="absences"),
    path("absences/<int:pk>/cancel/", absences.cancel, name="cancel_absence"),
    path("templates/", templates.templates, name="templates"),
    path("templates/new/", templates.new, name="new_template"),
    path("templates/<int:pk>/", templates.edit, name="edit_template"),
    path("templates/<int:pk>/remove/", templates.remove, name="remove_template"),
    path("ideas/<int:pk>/templates/<int:template_pk>/", templates.begin_answer, name="begin_answer"),
    path("ideas/<int:pk>/notes/", notes.write, name="note"),
]
