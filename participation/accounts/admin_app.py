"""Wagtail's users app, with our forms for people."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAdminConfig(WagtailUsersAppConfig):
    user_viewset = "participation.accounts.admin_views.PeopleViewSet"
