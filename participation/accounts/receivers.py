"""Every social account that is linked or used counts as a proof of the person behind it."""

from typing import Any

from allauth.account.signals import user_signed_up
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.signals import pre_social_login, social_account_added, social_account_removed
from django.dispatch import receiver
from django.http import HttpRequest

from .actions import claim_identity
from .models import IdentityLevel, User
from .signals import account_changed


def _claim(user: User, login: SocialLogin) -> None:
    claim_identity(
        user=user, source=f"social:{login.account.provider}", secret=login.account.uid, level=IdentityLevel.SOCIAL
    )


@receiver(social_account_added)
def claim_when_linked(sender: object, request: HttpRequest, sociallogin: SocialLogin, **_: Any) -> None:
    _claim(sociallogin.user, sociallogin)


@receiver(user_signed_up)
def claim_when_signed_up(
    sender: object, request: HttpRequest, user: User, sociallogin: SocialLogin | None = None, **_: Any
) -> None:
    if sociallogin is not None:
        _claim(user, sociallogin)


@receiver(pre_social_login)
def claim_when_used(sender: object, request: HttpRequest, sociallogin: SocialLogin, **_: Any) -> None:
    """Links from before there were keys are caught up with at the next sign-in."""
    if sociallogin.is_existing and sociallogin.user.is_active:
        _claim(sociallogin.user, sociallogin)


@receiver(social_account_removed)
def note_when_unlinked(sender: object, request: HttpRequest, socialaccount: Any, **_: Any) -> None:
    """Only for the record: the key stays, so that linking again elsewhere gives no second vote."""
    account_changed.send(
        sender=User,
        verb="account.unlinked",
        user=socialaccount.user,
        actor=socialaccount.user,
        payload={"provider": socialaccount.provider},
    )
