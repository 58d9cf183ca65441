"""Accounts lie below the limits: they say that somebody signs up, and here it is counted."""

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest

from participation.accounts.signals import sign_up_attempted
from participation.limits import address_of, limit


@receiver(sign_up_attempted)
def limit_sign_up(sender: object, *, request: HttpRequest, **_: Any) -> None:
    limit("sign_up", address_of(request))
