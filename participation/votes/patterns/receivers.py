"""Signing in is when a network is noted; who leaves takes it along."""

from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from participation.accounts.models import User
from participation.accounts.signals import account_closed
from participation.limits import address_of

from .models import CountingSettings, SignIn, UnusualVote
from .networks import note_sign_in
from .showing import PUBLIC


@receiver(user_logged_in)
def note_network(sender: object, request: HttpRequest | None, user: User, **_: object) -> None:
    if request is not None:
        note_sign_in(user, address_of(request))


@receiver(account_closed)
def forget_networks(sender: object, user: User, **_: object) -> None:
    SignIn.objects.filter(user=user).delete()
    UnusualVote.objects.filter(voter=user).delete()


@receiver(post_save, sender=CountingSettings)
def tell_at_once(sender: object, **_: object) -> None:
    cache.delete(PUBLIC)
