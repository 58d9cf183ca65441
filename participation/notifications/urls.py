"""Where mails lead whoever wants fewer of them, and where topics are followed."""

from django.urls import path

from . import views

app_name = "notifications"

urlpatterns = [
    path("stop/<str:token>/", views.stop_mail, name="stop"),
    path("topics/<int:pk>/follow/", views.follow_topic, name="follow_topic"),
]
