"""The tabs over a person's own pages."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Tab:
    """One of a person's own pages; ``covers`` are the other pages reached from it."""

    view: str
    label: str | Promise
    covers: tuple[str, ...] = ()


TABS = (
    Tab("accounts:me", _("Overview")),
    Tab("ideas:mine", _("What I wrote")),
    Tab("ledger:mine", _("My votes")),
    Tab("changes:mine", _("Because of me")),
    Tab("accounts:notices", _("Notices")),
    Tab("sets:saved", _("Saved searches")),
    Tab("accounts:profile", _("Names and language")),
    Tab("accounts:notifications", _("Mails")),
    Tab("accounts:verify", _("Identity"), ("socialaccount_connections",)),
    Tab(
        "accounts:security",
        _("Security"),
        (
            "account_email", "account_change_password", "account_set_password", "account_reauthenticate", "mfa_index",
            "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
            "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate",
        ),
    ),
    Tab("accounts:tokens", _("Access for programs")),
    Tab("accounts:export", _("My data"), ("accounts:close",)),
)  # fmt: skip


def tabs(current: str) -> list[dict[str, object]]:
    """The tabs as the component draws them; a page of a package that is not installed is left out."""
    shown: list[dict[str, object]] = []
    for tab in TABS:
        try:
            url = reverse(tab.view)
        except NoReverseMatch:
            continue
        shown.append({"label": tab.label, "url": url, "current": current == tab.view or current in tab.covers})
    return shown
