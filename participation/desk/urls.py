"""Addresses of the desk beside the lists of ideas."""

from django.urls import path

from .absences import views as absences
from .answer_templates import views as templates
from .bulk import views as bulk
from .evaluations import views as evaluations
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
    path("bulk/", bulk.jobs, name="bulk_jobs"),
    path("bulk/new/", bulk.new, name="new_bulk"),
    path("bulk/<int:pk>/", bulk.job, name="bulk"),
    path("evaluations/", evaluations.evaluations, name="evaluations"),
    path("evaluations/<int:pk>/", evaluations.evaluation, name="evaluation"),
    path("criteria/<str:slug>/", evaluations.criteria, name="criteria"),
    path("ideas/<int:pk>/evaluations/", evaluations.ask, name="ask_evaluation"),
    path("ideas/<int:pk>/notes/", notes.write, name="note"),
]
