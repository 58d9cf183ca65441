"""Addresses of the analysing half of the desk."""

from django.urls import path

from . import time_views, words_views

urlpatterns = [
    path("time/", time_views.page, name="time"),
    path("time/months.svg", time_views.months_svg, name="months_svg"),
    path("time/months.csv", time_views.months_csv, name="months_csv"),
    path("time/shares.svg", time_views.shares_svg, name="shares_svg"),
    path("time/shares.csv", time_views.shares_csv, name="shares_csv"),
    path("words/", words_views.page, name="words"),
    path("words/words.csv", words_views.words_csv, name="words_csv"),
    path("words/periods.csv", words_views.periods_csv, name="periods_csv"),
]
