"""The people section of the admin."""

from django import forms
from wagtail.users.views.users import UserViewSet

from .admin_forms import UserCreationForm, UserEditForm


class PeopleViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[forms.BaseForm]:
        return UserEditForm if for_update else UserCreationForm
