"""Campaigns, what takes part in them and what was rewarded, as open data."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participation.datasets.columns import Column, Row, Table
from participation.datasets.masking import without_addresses
from participation.datasets.registry import register

from .models import Campaign, CampaignEntry

BATCH = 500


def campaigns() -> Iterator[Row]:
    for row in Campaign.objects.order_by("pk").defer("html").iterator(chunk_size=BATCH):
        yield (
            row.pk,
            row.title,
            without_addresses(row.text),
            row.language,
            without_addresses(row.reward),
            row.consultation_id,
            row.starts_at,
            row.ends_at,
            row.created_at,
            settings.BASE_URL + row.get_absolute_url(),
        )


def entries() -> Iterator[Row]:
    """Public ideas alone."""
    rows = CampaignEntry.objects.filter(idea__hidden_at=None).order_by("pk")
    for row in rows.iterator(chunk_size=BATCH):
        yield row.pk, row.campaign_id, row.idea_id, row.entered_at, without_addresses(row.reward), row.rewarded_at


NUMBER = Column("id", "integer", _("number"))

register(
    Table(
        name="campaigns",
        title=_("Campaigns"),
        description=_("For a while one theme, and a reward for ideas that are adopted."),
        columns=(
            NUMBER,
            Column("title", "string", _("theme")),
            Column("text", "string", _("the text as it was written (Markdown); mail and network addresses are masked")),
            Column("language", "string", _("language of the text, where it is known")),
            Column("reward", "string", _("reward for adopted ideas")),
            Column("consultation", "integer", _("the consultation whose ideas take part"), refers="consultations"),
            Column("starts_at", "datetime", _("when it begins")),
            Column("ends_at", "datetime", _("when it ends")),
            Column("created_at", "datetime", _("when it was announced")),
            Column("url", "string", _("its page")),
        ),
        rows=campaigns,
    )
)
register(
    Table(
        name="campaign_ideas",
        title=_("Ideas in campaigns"),
        description=_("Which public ideas take part in a campaign, and which were rewarded."),
        columns=(
            NUMBER,
            Column("campaign", "integer", _("the campaign that it takes part in"), refers="campaigns"),
            Column("idea", "integer", _("the idea that takes part"), refers="ideas"),
            Column("entered_at", "datetime", _("since when it takes part")),
            Column("reward", "string", _("the reward it got, as it was promised then; empty: none")),
            Column("rewarded_at", "datetime", _("when it was rewarded")),
        ),
        rows=entries,
    )
)
