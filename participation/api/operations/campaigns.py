"""Campaigns: a theme for a while, and a reward for what is adopted."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ideas.campaigns import actions
from ideas.campaigns.models import Campaign

from .. import campaign_shapes as shapes
from ..access import ANYBODY, OFFICE, WRITE, person
from ..asked import Paged
from ..idempotency import once
from ..lookup import idea_of, open_to_posts
from ..paging import LATEST, page_of
from ..problems import NotFound
from ..replies import created, reply

router = Router(tags=["campaigns"])


def campaign_of(slug: str) -> Campaign:
    """Raises NotFound."""
    found: Campaign | None = Campaign.objects.select_related("consultation").filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def _theme(asked: shapes.CampaignAsked) -> actions.Theme:
    page = open_to_posts(asked.consultation)
    return actions.Theme.cleaned(
        title=asked.title,
        text=asked.text,
        reward=asked.reward,
        consultation=page,
        starts_at=asked.starts,
        ends_at=asked.ends,
    )


@router.get("/campaigns", response=shapes.CampaignList, auth=ANYBODY, operation_id="list_campaigns")
def list_campaigns(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """Campaigns, the latest first."""
    page = page_of(Campaign.objects.select_related("consultation"), LATEST, asked, name="campaigns")
    items = [shapes.campaign(request, row) for row in page.items]
    return reply(request, shapes.CampaignList(items=items, next=page.next, count=page.count))


@router.post("/campaigns", response={201: shapes.CampaignDetail}, auth=OFFICE, operation_id="announce_campaign")
@once
def announce(request: HttpRequest, asked: shapes.CampaignAsked) -> HttpResponse:
    """Announce a campaign."""
    made = actions.run_campaign(user=person(request), theme=_theme(asked))
    answer = shapes.detail(request, campaign_of(made.slug))
    return created(request, answer, answer.url)


@router.get("/campaigns/{slug}", response=shapes.CampaignDetail, auth=ANYBODY, operation_id="get_campaign")
def get_campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign with its ranking."""
    return reply(request, shapes.detail(request, campaign_of(slug)))


@router.put("/campaigns/{slug}", response=shapes.CampaignDetail, auth=OFFICE, operation_id="change_campaign")
def change(request: HttpRequest, slug: str, asked: shapes.CampaignAsked) -> HttpResponse:
    """Write a campaign anew; what it said before stays in the log."""
    campaign = campaign_of(slug)
    actions.run_campaign(user=person(request), theme=_theme(asked), campaign=campaign)
    return reply(request, shapes.detail(request, campaign_of(slug)))


@router.put("/campaigns/{slug}/ideas/{int:pk}", response=shapes.EntryShape, auth=WRITE, operation_id="enter_campaign")
def enter(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let an idea of yours take part that was there before. Repeating it changes nothing."""
    campaign = campaign_of(slug)
    entry = actions.enter_idea(user=person(request), campaign=campaign, idea=idea_of(request, pk))
    answer = shapes.EntryShape(campaign=slug, idea=pk, entered=entry.entered_at, reward=entry.reward or None)
    return reply(request, answer)
