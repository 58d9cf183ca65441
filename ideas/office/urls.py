"""Addresses of the office's desk."""

from django.urls import path

from ..ranking import views as ranking
from . import answering, desk

app_name = "office"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("orders/", ranking.overview, name="ranking"),
    path("orders/site/", ranking.half_life, name="half_life_of_site"),
    path("orders/consultations/<str:slug>/", ranking.half_life, name="half_life"),
    path("ideas/<int:pk>/", desk.idea_desk, name="idea"),
    path("ideas/<int:pk>/assign/", answering.assign, name="assign"),
    path("ideas/<int:pk>/answer/", answering.answer, name="answer"),
    path("ideas/<int:pk>/answers/<int:answer_pk>/", answering.rewrite, name="rewrite"),
    path("ideas/<int:pk>/answers/<int:answer_pk>/publish/", answering.publish, name="publish"),
    path("ideas/<int:pk>/progress/", answering.progress, name="progress"),
]
