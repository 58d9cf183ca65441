"""Sums of money as each language writes them."""

from babel.numbers import format_currency
from django.conf import settings
from django.utils.translation import get_language

_WHOLE = "¤#,##0"


def money(amount: int) -> str:
    """A sum in the site's currency, without its small change."""
    language = (get_language() or settings.LANGUAGE_CODE).replace("-", "_")
    return str(format_currency(amount, settings.CURRENCY, _WHOLE, locale=language, currency_digits=False))
