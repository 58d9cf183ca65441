"""Addresses of kept searches."""

from django.urls import path

from . import views, words_views

app_name = "sets"

urlpatterns = [
    path("saved/", views.saved, name="saved"),
    path("saved/new/", views.save, name="save"),
    path("saved/<int:pk>/pause/", views.pause, name="pause"),
    path("saved/<int:pk>/delete/", views.forget, name="forget"),
    path("saved/stop/<str:token>/", views.stop_mail, name="stop"),
    path("sets/", views.mine, name="mine"),
    path("sets/new/", views.keep, name="keep"),
    path("sets/<str:code>/", views.result_set, name="set"),
    path("sets/<str:code>/cite.<str:form>", views.cite, name="cite"),
    path("sets/<str:code>/ids.txt", views.ids, name="ids"),
    path("sets/<str:code>/changes.csv", views.changes_csv, name="changes"),
    path("sets/<str:code>/words/", words_views.page, name="words"),
    path("sets/<str:code>/words/count/", words_views.ask, name="count_words"),
    path("sets/<str:code>/words.csv", words_views.words_csv, name="words_csv"),
    path("sets/<str:code>/words-by-period.csv", words_views.periods_csv, name="periods_csv"),
]
