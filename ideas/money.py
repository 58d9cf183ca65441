"""Sums of money as each language writes them."""

from decimal import Decimal

from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import get_language, pgettext


def money(amount: Decimal | int, currency: str) -> str:
    """A sum with its currency; small change is told where there is some."""
    language = (get_language() or settings.LANGUAGE_CODE).replace("-", "_")
    number = format_decimal(amount, "#,##0" if amount == int(amount) else "#,##0.00", locale=language)
    if currency == "KRW":
        return pgettext("an amount in Korean won", "KRW %(amount)s") % {"amount": number}
    return f"{currency} {number}"
