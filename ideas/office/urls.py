"""Addresses of the office's desk."""

from django.urls import path

from ..merging import proposal_views as merging
from ..ranking import views as ranking
from . import answering, approving, desk

app_name = "office"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("orders/", ranking.overview, name="ranking"),
    path("orders/site/", ranking.half_life, name="half_life_of_site"),
    path("orders/consultations/<str:slug>/", ranking.half_life, name="half_life"),
    path("same/", merging.proposals, name="same"),
    path("same/<int:pk>/decline/", merging.decline, name="decline_same"),
    path("ideas/<int:pk>/", desk.idea_desk, name="idea"),
    path("ideas/<int:pk>/assign/", answering.assign, name="assign"),
    path("ideas/<int:pk>/answer/", answering.answer, name="answer"),
    path("ideas/<int:pk>/answers/<int:answer_pk>/", answering.rewrite, name="rewrite"),
    path("ideas/<int:pk>/answers/<int:answer_pk>/publish/", answering.publish, name="publish"),
    path("ideas/<int:pk>/answers/<int:answer_pk>/ask/", approving.ask, name="ask_approval"),
    path("ideas/<int:pk>/answers/<int:answer_pk>/approve/", approving.approve, name="approve"),
    path("ideas/<int:pk>/answers/<int:answer_pk>/refuse/", approving.refuse, name="refuse"),
    path("ideas/<int:pk>/answers/<int:answer_pk>/plan/", approving.plan, name="plan"),
    path("ideas/<int:pk>/progress/", answering.progress, name="progress"),
]
