"""Addresses of campaigns."""

from django.urls import path

from . import views

app_name = "campaigns"

urlpatterns = [
    path("campaigns/", views.campaign_list, name="list"),
    path("campaigns/<str:slug>/", views.detail, name="detail"),
    path("campaigns/<str:slug>/enter/", views.enter, name="enter"),
    path("desk/campaigns/new/", views.new, name="new"),
    path("desk/campaigns/<str:slug>/", views.edit, name="edit"),
]
