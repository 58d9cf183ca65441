"""What a promise costs and by when it is kept: said with an answer, and shown wherever the idea is."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from django.conf import settings
from django.utils.translation import gettext as _

from participation.contributions.text import clean_line
from participation.errors import Invalid

from .money import money

LONGEST_TERM = 120
MOST = Decimal(10) ** 13


@dataclass(frozen=True)
class Promise:
    """An amount with its currency, and a time in words; either may be missing."""

    cost: Decimal | None = None
    currency: str = ""
    term: str = ""

    @classmethod
    def cleaned(cls, *, cost: Any = None, currency: str = "", term: str = "") -> Self:
        """Raises Invalid on ``cost``, ``currency`` or ``term``."""
        term = clean_line(term)
        if len(term) > LONGEST_TERM:
            raise Invalid(errors={"term": _("Say it in %(count)s letters.") % {"count": LONGEST_TERM}})
        if cost in (None, ""):
            return cls(term=term)
        amount = _amount(cost)
        currency = currency or settings.CURRENCIES[0]
        if currency not in settings.CURRENCIES:
            raise Invalid(errors={"currency": _("There is no such choice.")})
        return cls(amount, currency, term)

    @classmethod
    def kept(cls, said: dict[str, str] | None) -> Self:
        """As ``as_kept`` wrote it."""
        said = said or {}
        cost = said.get("cost")
        return cls(Decimal(cost) if cost else None, said.get("currency", ""), said.get("term", ""))

    @property
    def as_kept(self) -> dict[str, str] | None:
        if not self:
            return None
        return {"cost": "" if self.cost is None else str(self.cost), "currency": self.currency, "term": self.term}

    def __bool__(self) -> bool:
        return self.cost is not None or bool(self.term)

    @property
    def cost_in_words(self) -> str:
        return "" if self.cost is None else money(self.cost, self.currency)

    @property
    def in_words(self) -> str:
        """Both in one line."""
        return " · ".join(part for part in (self.cost_in_words, self.term) if part)


def _amount(cost: Any) -> Decimal:
    try:
        amount = Decimal(str(cost).replace(",", "").strip())
    except InvalidOperation:
        raise Invalid(errors={"cost": _("Write the amount as a number.")}) from None
    if not amount.is_finite() or not 0 <= amount < MOST:
        raise Invalid(errors={"cost": _("Write the amount as a number.")})
    return amount.quantize(Decimal("0.01"))
