"""Addresses of the analysing half of the desk."""

from django.urls import path

from . import alike_views, beside_views, people_views, time_views, words_views

urlpatterns = [
    path("time/", time_views.page, name="time"),
    path("time/months.svg", time_views.months_svg, name="months_svg"),
    path("time/months.csv", time_views.months_csv, name="months_csv"),
    path("time/shares.svg", time_views.shares_svg, name="shares_svg"),
    path("time/shares.csv", time_views.shares_csv, name="shares_csv"),
    path("words/", words_views.page, name="words"),
    path("words/words.csv", words_views.words_csv, name="words_csv"),
    path("words/periods.csv", words_views.periods_csv, name="periods_csv"),
    path("people/", people_views.page, name="people"),
    path("people/contributors.csv", people_views.people_csv, name="people_csv"),
    path("beside/", beside_views.page, name="beside"),
    path("beside/side-by-side.csv", beside_views.beside_csv, name="beside_csv"),
    path("alike/", alike_views.page, name="alike"),
]
