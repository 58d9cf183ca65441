"""Addresses of the API, version 1."""

from django.urls import path

from . import reference
from .document import api
from .edge import edged

app_name = "api"

urlpatterns = [
    path("docs", reference.docs, name="docs"),
    *edged([path("openapi.json", reference.openapi_document, name="openapi"), *api.urls[0]]),
]
