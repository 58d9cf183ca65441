"""How votes are counted, in words that everybody can check."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from . import signs
from .models import KEPT_FOR
from .showing import is_public


@require_safe
def counting(request: HttpRequest) -> HttpResponse:
    """What counts, what does not, and what "unusual" means: the numbers are those that the method uses."""
    context = {
        "needed": signs.NEEDED,
        "fewest": signs.FEWEST,
        "times_usual": signs.TIMES_USUAL,
        "young_days": signs.YOUNG.days,
        "together": signs.TOGETHER,
        "times_elsewhere": signs.TIMES_ELSEWHERE,
        "order_percent": round(signs.SHARE_OF_ORDER * 100),
        "kept_days": KEPT_FOR.days,
        "is_public": is_public(),
    }
    return render(request, "patterns/counting.html", context)
