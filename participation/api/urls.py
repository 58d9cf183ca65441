"""Addresses of the API, version 1."""

from django.urls import include, path, re_path

from . import reference
from .document import api
from .edge import at_the_edge, edged, nothing_here

app_name = "api"

urlpatterns = [
    path("v1/docs", reference.docs, name="docs"),
    path("v1/", include(edged([path("openapi.json", reference.openapi_document, name="openapi"), *api.urls[0]]))),
    re_path(r"^.*$", at_the_edge(nothing_here)),
]
