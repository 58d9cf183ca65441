"""Addresses of what comes on paper, at the office's desk."""

from django.urls import path

from . import views

app_name = "paper"

urlpatterns = [
    path("desk/paper/", views.sheets, name="sheets"),
    path("desk/paper/ideas/<int:pk>/new/", views.new_sheet, name="new_sheet"),
    path("desk/paper/sheets/<int:pk>/", views.sheet, name="sheet"),
    path("desk/paper/sheets/<int:pk>/check/", views.check, name="check"),
    path("desk/paper/sheets/<int:pk>/undo/", views.undo, name="undo"),
    path("desk/paper/sheets/<int:pk>/undo/agree/", views.agree, name="agree"),
    path("desk/paper/sheets/<int:pk>/keep/", views.keep, name="keep"),
    path("desk/paper/sheets/<int:pk>/scan/", views.scan, name="scan"),
    path("desk/counter/", views.counter, name="counter"),
    path("accounts/me/counter/", views.claim, name="claim"),
]
