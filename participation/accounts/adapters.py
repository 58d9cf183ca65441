"""How allauth makes, writes to and sends home the people of this site."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django import forms
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from participation.errors import MailAway

from .models import User

logger = logging.getLogger(__name__)


def is_local(url: str, request: HttpRequest) -> bool:
    """Whether an address stays on this site; nobody is sent anywhere else."""
    return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())


class AccountAdapter(DefaultAccountAdapter):
    """Public name and language at sign-up, mails in the person's language, and the way back to where they were."""

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        user.public_name = form.cleaned_data["public_name"]
        user.language = translation.get_language() or settings.LANGUAGE_CODE
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def is_safe_url(self, url: str | None) -> bool:
        return bool(url) and is_local(str(url), allauth_context.request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return translate_url("/", translation.get_language() or settings.LANGUAGE_CODE)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """In the mail's language, and with the page the person came from: mail may be read on another device."""
        with translation.override(emailconfirmation.email_address.user.language):
            path = reverse("account_confirm_email", args=[emailconfirmation.key])
        wanted = request.POST.get("next") or request.GET.get("next") or ""
        query = f"?{urlencode({'next': wanted})}" if wanted and is_local(wanted, request) else ""
        return f"{settings.BASE_URL}{path}{query}"

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells of a change to the account, in the person's language: allauth would not say to whom it writes."""
        try:
            super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)
        except MailAway:
            logger.warning("Account %s was not told of %s", user.pk, template_prefix)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Raises MailAway where the mail server does not take it."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            logger.exception("The mail %s did not go", template_prefix)
            raise MailAway from error

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The text, and the same words as HTML; in the language that the person chose."""
        person = context.get("user")
        language = person.language if isinstance(person, User) else translation.get_language()
        # Resolved before the language changes: an address in another language is found only in its own.
        links = {name: translate_url(str(url), language) for name, url in context.items() if name.endswith("_url")}
        with translation.override(language):
            site = {"site_name": settings.SITE_NAME or _("Madang"), "base_url": settings.BASE_URL}
            context = {**context, **links, **site}
            mail: EmailMessage = super().render_mail(template_prefix, email, context, headers)
            if isinstance(mail, EmailMultiAlternatives):
                words = {"subject": mail.subject, "text": mail.body, "language": language, **context}
                mail.attach_alternative(render_to_string("accounts/mail.html", words), "text/html")
        return mail


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Asks for a public name, and offers the provider's nickname where it is not the real name."""

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_signup_form_initial_data(sociallogin)
        said = sociallogin.account.extra_data
        # Naver says it at the top, Kakao among its properties, OpenID Connect among what it knows of the person.
        profiles = [said, *(value for value in said.values() if isinstance(value, dict))]
        nickname = next((profile["nickname"] for profile in profiles if profile.get("nickname")), "")
        return {**initial, "public_name": str(nickname)[:40]}

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: forms.Form | None = None) -> User:
        sociallogin.user.language = translation.get_language() or settings.LANGUAGE_CODE
        user: User = super().save_user(request, sociallogin, form)
        return user
