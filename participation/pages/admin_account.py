"""The account page of the admin, without what the platform asks elsewhere or not at all."""

from typing import Any

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel


class OfficeAccountView(AccountView):
    """Wagtail's, without first and last name: it would ask for both before it lets anybody choose a language."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]


account = require_admin_access(OfficeAccountView.as_view())
