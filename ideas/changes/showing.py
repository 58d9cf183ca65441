"""A story as people read it: the idea's own life in a few steps, and what an editor added."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.models import User
from participation.contributions.text import to_plain

from ..kept import kept
from ..life import Status
from ..lifeline import Entry, lifeline
from ..models import Idea
from ..rows import TAGS, short_day, tag_label
from .models import Story

#: The points of a life that make a story; the others are on the idea's own page.
TOLD = {
    "observation.gathered", "idea.submitted", "idea.entered_at_counter", "idea.threshold_met", "idea.answered",
    "idea.result_linked", "idea.progressed", "idea.done", "idea.confirmed",
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """A story in a list."""

    idea: Idea
    url: str
    tag: str
    label: str
    text: str
    language: str
    photo: str
    photo_alt: str
    meta: list[str]


def story_url(idea: Idea) -> str:
    return reverse("changes:story", args=[idea.pk, idea.slug])


def cards(ideas: Iterable[Idea]) -> list[Card]:
    """With what was added to each, in one query."""
    ideas = list(ideas)
    told = Story.objects.filter(idea__in=ideas, published_at__isnull=False) if ideas else Story.objects.none()
    stories = {story.idea_id: story for story in told}
    return [_card(idea, stories.get(idea.pk)) for idea in ideas]


def _card(idea: Idea, story: Story | None) -> Card:
    meta = [_supporters(idea)] if _is_counted(idea) else []
    meta += [str(each) for each in (idea.topic, idea.place) if each]
    if idea.department:
        meta.append(idea.department.local_name)
    if idea.answered_at:
        meta.append(short_day(idea.answered_at))
    return Card(
        idea=idea,
        url=story_url(idea),
        tag=TAGS[Status(idea.status)],
        label=tag_label(idea),
        text=to_plain(story.html)[:200] if story else idea.summary,
        language=story.language if story else idea.language,
        photo=reverse("changes:photo", args=[idea.pk]) if story and story.photo else "",
        photo_alt=story.photo_alt if story else "",
        meta=meta,
    )


def _is_counted(idea: Idea) -> bool:
    """Whether there is support, and everybody may know of it."""
    return bool(idea.support_count) and idea.consultation_id not in kept().hidden


def _supporters(idea: Idea) -> str:
    return ngettext("%(count)s supporter", "%(count)s supporters", idea.support_count) % {
        "count": intcomma(idea.support_count)
    }


def steps(idea: Idea) -> list[Entry]:
    """From what was noticed to what the supporters say of it; the support itself stands between."""
    points = [point for point in lifeline(idea, AnonymousUser()) if point["verb"] in TOLD and point["state"] == "done"]
    if _is_counted(idea) and not any(point["verb"] == "idea.threshold_met" for point in points):
        at = next((number for number, point in enumerate(points) if point["verb"] == "idea.answered"), len(points))
        points.insert(at, _support(idea))
    return points


def _support(idea: Idea) -> Entry:
    return Entry(
        verb="idea.supported",
        label=_supporters(idea),
        detail="",
        when=None,
        url="",
        state="done",
        near=False,
        note="",
        actor="",
    )


def part_of(user: User | AnonymousUser, idea: Idea, mine: bool) -> str:
    """What this person did for it, said to them."""
    if not isinstance(user, User) or not mine:
        return ""
    if idea.author_id == user.pk:
        return _("This changed because you proposed it.")
    return _("This changed because of you, too.")


def linked_data(idea: Idea, story: Story | None) -> dict[str, Any]:
    """The story for machines, in schema.org's words."""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": idea.title,
        "articleBody": to_plain(story.html) if story else idea.summary,
        "url": settings.BASE_URL + story_url(idea),
        "inLanguage": story.language if story else idea.language,
        "about": {
            "@type": "DiscussionForumPosting",
            "url": settings.BASE_URL + idea.get_absolute_url(),
            "headline": idea.title,
            "datePublished": idea.created_at.isoformat(),
        },
    }
    if idea.answered_at:
        described["datePublished"] = (
            story.published_at if story and story.published_at else idea.answered_at
        ).isoformat()
    if story and story.photo:
        described["image"] = settings.BASE_URL + reverse("changes:photo", args=[idea.pk])
    return described
