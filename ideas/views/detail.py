"""An idea's page."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from participation.accounts.models import User
from participation.contributions.reading import can_translate, reading_of, wants_translation
from participation.moderation.visibility import require_visible

from ..campaigns.showing import entries_of
from ..duties.showing import duties_context, pressing_text
from ..lifeline import NEAR_DAYS, lifeline
from ..merging.showing import leads_to, merging_context
from ..models import Idea
from ..office.panels import public_panels_of
from ..office.showing import office_context
from ..paper.showing import counter_text, paper_text
from ..ranking.seen import see
from ..results.showing import cards_of
from ..showing import idea_context
from ..translating import source_of_idea
from .posting import PUBLISHED


def find_idea(pk: int, user: User | AnonymousUser) -> Idea:
    """The idea with all that its pages show. Raises Http404, or Hidden where a moderator hid it from this person."""
    named = (
        "author",
        "topic__department",
        "place",
        "spoke_for",
        "department",
        "owner",
        "retired_for",
        "merged_into",
        "split_from",
        "consultation__department",
    )
    ideas = Idea.objects.select_related(*named).prefetch_related("consultation__stages", "consultation__words")
    try:  # not first(): its order would be worked out over all these columns
        idea: Idea = ideas.get(pk=pk)
    except Idea.DoesNotExist:
        raise Http404 from None
    require_visible(user, idea)
    return idea


@require_safe
def short(request: HttpRequest, pk: int) -> HttpResponse:
    """The address without words, as it is quoted."""
    idea = find_idea(pk, request.user)
    # Not for good, as an address with an earlier title does: a merge can be undone.
    return redirect(onward) if (onward := leads_to(idea, request)) else _to_its_address(request, idea)


@require_safe
def detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The idea, its votes, its life. An address with an earlier title leads to the present one."""
    user = request.user
    idea = find_idea(pk, user)
    if onward := leads_to(idea, request):
        return redirect(onward)
    if slug != idea.slug:
        return _to_its_address(request, idea)
    see(user, idea)
    context = idea_context(idea, user, request) | merging_context(idea, user, request)
    context |= {"lifeline": lifeline(idea, user), **office_context(user, idea, translated=wants_translation(request))}
    context |= duties_context(idea, user)
    if (pressing := context["pressing"]) is not None and (words := pressing_text(pressing)):
        is_near = pressing.days_left <= NEAR_DAYS
        context["box_arguments"] |= {"duty": words, "duty_near": is_near}
    context["office_panels"] = public_panels_of(request, idea)
    context["reading"] = reading_of(source_of_idea(idea), translated=wants_translation(request))
    context["translate_url"] = reverse("ideas:translate", args=[idea.pk]) if can_translate() else ""
    context["results"] = cards_of(idea)
    context["campaign_entries"] = entries_of(idea)
    context |= {"paper": paper_text(idea), "counter": counter_text(idea)}
    context["report_url"] = reverse("moderation:report", args=["idea", idea.pk])
    context["feed_url"] = f"{reverse('feeds:idea', args=[idea.pk])}?lang={get_language()}"
    if user.is_authenticated and PUBLISHED in request.session:
        context["published_draft"] = request.session.pop(PUBLISHED)
    return render(request, "ideas/detail.html", context)


def _to_its_address(request: HttpRequest, idea: Idea) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return redirect(idea.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
