"""Addresses that have no language: health and robots."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
