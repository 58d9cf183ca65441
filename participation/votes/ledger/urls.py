"""Addresses of the public ledger."""

from django.urls import path

from . import views

app_name = "ledger"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("mine/", views.mine, name="mine"),
    path("verify_votes.py", views.verifier, name="verifier"),
    path("receipts/<str:receipt>/", views.receipt, name="receipt"),
]
