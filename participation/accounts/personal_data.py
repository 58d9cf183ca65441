"""What accounts know of a person, for their export."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from .export import register_section
from .models import User
from .notification_kinds import paces_of


def profile(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "public_name": user.public_name,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "language": user.language,
        "capacity": user.capacity,
        "badge": user.badge,
        "department": user.department.name if user.department else "",
        "identity_level": user.get_identity_level_display(),
        "blocked": {"since": user.blocked_at, "until": user.blocked_until, "reason": user.blocked_reason}
        if user.blocked_at
        else None,
        "joined": user.date_joined,
        "last_sign_in": user.last_login,
        "emails": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "social_accounts": list(
            SocialAccount.objects.filter(user=user).values("provider", "uid", "date_joined", "last_login", "extra_data")
        ),
    }


def identity(user: User) -> list[Any]:
    """Who vouched and when; the hash itself says nothing to anybody."""
    return list(user.identity_keys.values("source", "level", "created_at"))


def tokens(user: User) -> list[Any]:
    return list(user.tokens.values("name", "scopes", "created_at", "last_used_at", "expires_at", "revoked_at"))


register_section("profile", profile)
register_section("identity", identity)
register_section("notification_choices", paces_of)


def absences(user: User) -> list[Any]:
    return list(user.absences.values("starts_on", "ends_on", "deputy__public_name", "created_at"))


register_section("tokens", tokens)
register_section("absences", absences)
