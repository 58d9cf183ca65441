"""Campaigns as the API is asked for them and shows them."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Schema
from pydantic import BaseModel, Field

from ideas.campaigns.models import Campaign
from ideas.campaigns.showing import ranking

from .asked import Moment, Ref
from .describe import absolute


class CampaignAsked(Schema):
    title: str = Field(max_length=200)
    text: str = Field(max_length=5_000)
    reward: str = Field(max_length=200, description="What adopted ideas are rewarded with.")
    consultation: Ref
    starts: Moment
    ends: Moment


class RankedShape(BaseModel):
    """``support`` came within the period; null while the consultation hides its results."""

    idea: int
    title: str
    status: str
    support: int | None
    reward: str | None
    url: str


class CampaignShape(BaseModel):
    id: int
    slug: str
    title: str
    text: str
    html: str
    language: str
    reward: str
    consultation: str
    state: str
    starts: datetime
    ends: datetime
    url: str


class CampaignDetail(CampaignShape):
    ranking: list[RankedShape]


class CampaignList(BaseModel):
    items: list[CampaignShape]
    next: str | None
    count: int


class EntryShape(BaseModel):
    campaign: str
    idea: int
    entered: datetime
    reward: str | None


def campaign(request: HttpRequest, row: Campaign) -> CampaignShape:
    return CampaignShape(
        id=row.pk,
        slug=row.slug,
        title=row.title,
        text=row.text,
        html=row.html,
        language=row.language,
        reward=row.reward,
        consultation=row.consultation.slug,
        state=row.state,
        starts=row.starts_at,
        ends=row.ends_at,
        url=absolute(request, row.get_absolute_url()),
    )


def detail(request: HttpRequest, row: Campaign) -> CampaignDetail:
    ranked = [
        RankedShape(
            idea=each.idea.pk,
            title=each.idea.title,
            status=each.idea.status,
            support=each.support,
            reward=each.reward or None,
            url=absolute(request, each.idea.get_absolute_url()),
        )
        for each in ranking(row)
    ]
    return CampaignDetail(**campaign(request, row).model_dump(), ranking=ranked)
