"""Addresses of observations."""

from django.urls import path

from . import views, writing

app_name = "observations"

urlpatterns = [
    path("", views.observation_list, name="list"),
    path("new/", writing.new, name="new"),
    path("gather/", views.gather, name="gather"),
    path("go-on/", views.go_on, name="go_on"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/photo/", views.photo, name="photo"),
    path("<int:pk>/photo/small/", views.thumbnail, name="thumbnail"),
    path("<int:pk>/agree/", views.agree, name="agree"),
    path("<int:pk>/translate/", views.translate, name="translate"),
    path("<int:pk>/follow/", views.follow, name="follow"),
]
