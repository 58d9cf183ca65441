"""A person's own pages; signing in and up is allauth's, see ``sign_in_urls``."""

from django.urls import path
from django.views.generic import RedirectView

from . import identity_views, views

app_name = "accounts"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="accounts:me"), name="index"),
    path("me/", views.me, name="me"),
    path("me/profile/", views.profile, name="profile"),
    path("me/notifications/", views.notifications, name="notifications"),
    path("me/notices/", views.notices, name="notices"),
    path("me/identity/", identity_views.verify, name="verify"),
    path("me/identity/return/", identity_views.verified, name="verified"),
    path("me/security/", views.security, name="security"),
    path("me/tokens/", views.tokens, name="tokens"),
    path("me/tokens/<int:pk>/revoke/", views.revoke, name="revoke_token"),
    path("me/data/", views.export, name="export"),
    path("me/close/", views.close, name="close"),
]
