"""Finds the people that a body names."""

from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.desk.colleagues import colleagues
from participation.errors import Invalid


def colleague_of(pk: int, field: str) -> User:
    """Raises Invalid on the field."""
    found = colleagues().filter(pk=pk).first()
    if found is None:
        raise Invalid(errors={field: _("There is no such choice.")})
    return found
