"""A reader asks for an idea, or an observation, in their own language."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from participation.contributions.reading import translate_page

from ..translating import sources_on_page
from .detail import find_idea


@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the idea and what was said to it translated, and show it so."""
    idea = find_idea(pk, request.user)
    return translate_page(request, sources_on_page(idea), idea.get_absolute_url())
