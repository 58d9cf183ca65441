"""Addresses of results."""

from django.urls import path

from . import views

app_name = "results"

urlpatterns = [
    path("", views.result_list, name="list"),
    path("<int:pk>/", views.short, name="short"),
    path("<int:pk>/<str:slug>/", views.detail, name="detail"),
]
