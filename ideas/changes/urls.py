"""Addresses of what changed."""

from django.urls import path

from . import views

app_name = "changes"

urlpatterns = [
    path("", views.change_list, name="list"),
    path("mine/", views.mine, name="mine"),
    path("<int:pk>/tell/", views.tell, name="tell"),
    path("<int:pk>/photo/", views.photo, name="photo"),
    path("<int:pk>/<str:slug>/", views.story, name="story"),
]
