"""The address of the explanation."""

from django.urls import path

from . import views

app_name = "patterns"

urlpatterns = [path("", views.counting, name="counting")]
