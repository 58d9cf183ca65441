"""What a visitor wanted to do, kept over the sign-in, so that one press is enough."""

import time
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

KEY = "ideas.intent"
# Long enough to sign up and confirm an address.
SECONDS = 24 * 3600


def keep_intent(request: HttpRequest, verb: str, pk: int, value: int) -> None:
    """Only a POST with its token gets here, so that what is kept was truly wanted by this browser's person."""
    request.session[KEY] = {"verb": verb, "pk": pk, "value": value, "at": int(time.time())}


def take_intent(request: HttpRequest, verb: str, pk: int) -> int | None:
    """The kept value for this verb and idea, once; None where there is none, or it is too old."""
    kept: Any = request.session.get(KEY)
    if not isinstance(kept, dict) or (kept.get("verb"), kept.get("pk")) != (verb, pk):
        return None
    del request.session[KEY]
    value: int = kept["value"]
    return value if time.time() - kept["at"] < SECONDS else None


def sign_in_first(request: HttpRequest, back: str) -> HttpResponse:
    """To the sign-in, and from there to the address that does what was wanted."""
    messages.info(request, _("Sign in or sign up, and it is done: you need not press again."))
    target = f"{reverse('account_login')}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)
