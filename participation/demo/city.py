"""The city that the demo happens in: its departments, topics, neighbourhoods and consultations."""

import json
import uuid
from typing import Any

from participation.accounts.models import Department, User
from participation.consultations.models import (
    ConsultationIndexPage,
    ConsultationPage,
    ConsultationTranslation,
    Holiday,
    Place,
    Rung,
    Stage,
    Topic,
)
from participation.pages.models import HomePage

from .clock import Calendar, moved_to
from .stories import ConsultationStory, consultations, read


def make_names() -> None:
    """Departments, topics and neighbourhoods. What the first start made is kept and completed."""
    content = read("city")
    for entry in content["department"]:
        Department.objects.update_or_create(
            slug=entry["slug"],
            defaults={"name": entry["name"], "translations": {"en": entry["english"]}, "phone": entry["phone"]},
        )
    departments = {department.slug: department for department in Department.objects.all()}
    for position, entry in enumerate(content["topic"]):
        wanted = {
            "name": entry["name"],
            "translations": {"en": entry["english"]},
            "department": departments[entry["department"]],
            "parent": Topic.objects.get(slug=entry["parent"]) if "parent" in entry else None,
            "position": position * 10,
        }
        topic, _made = Topic.objects.update_or_create(slug=entry["slug"], defaults=wanted)
        if "cover" in entry:
            Topic.objects.filter(pk=topic.pk).update(cover=entry["cover"])
    for position, entry in enumerate(content["place"]):
        Place.objects.update_or_create(
            slug=entry["slug"],
            defaults={
                "name": entry["name"],
                "translations": {"en": entry["english"]},
                "position": position * 10,
                "population": entry.get("population"),
            },
        )
    for entry in content["holiday"]:
        Holiday.objects.update_or_create(day=entry["day"], defaults={"name": entry["name"]})


def greet(editor: User) -> None:
    """The home page speaks in the city's name."""
    home, words = HomePage.objects.get(), read("city")["home"]
    home.tagline, home.intro = words["tagline"], words["intro"]
    for local in home.words.all():
        if local.language == "en":
            local.tagline, local.intro = words["english"]["tagline"], words["english"]["intro"]
            home.words.add(local)
    home.save_revision(user=editor).publish(user=editor)


def make_consultations(calendar: Calendar, editor: User) -> dict[str, ConsultationPage]:
    """All consultations by their address, each published shortly before its first stage."""
    index = ConsultationIndexPage.objects.get()
    for story in consultations():
        published = calendar.working(max(stage.starts for stage in story.stages) + 4, story.slug)
        with moved_to(published):
            _make(story, index, calendar, editor)
    # Read anew: pages remember the stages they had when they were made.
    return {page.slug: page for page in ConsultationPage.objects.select_related("department", "topic", "place")}


def _make(story: ConsultationStory, index: ConsultationIndexPage, calendar: Calendar, editor: User) -> None:
    page = ConsultationPage.objects.child_of(index).filter(slug=story.slug).first()
    if page is None:
        page = ConsultationPage(slug=story.slug, owner=editor)
    page.title = page.draft_title = story.title
    page.intro, page.body = story.intro, _blocks(story.body)
    page.department = Department.objects.get(slug=story.department)
    page.topic = Topic.objects.filter(slug=story.topic).first()
    page.place = Place.objects.filter(slug=story.place).first()
    page.cover, page.tone = story.cover, story.tone
    page.threshold, page.answer_days, page.support_days = story.threshold, story.answer_days, story.support_days
    if page.pk is None:
        index.add_child(instance=page)
        index.refresh_from_db()
    page.reopening, page.falls_back = story.reopening, story.falls_back
    page.rungs.set(_rungs(story))
    page.stages.set(_stages(story, calendar))
    english = story.english | {"body": _blocks(story.english.get("body", []))}
    page.words.set([ConsultationTranslation(language="en", **english)])
    page.save_revision(user=editor).publish(user=editor)


def _stages(story: ConsultationStory, calendar: Calendar) -> list[Stage]:
    return [
        Stage(
            kind=stage.kind,
            title=stage.title,
            translations={"en": stage.english} if stage.english else {},
            starts_at=calendar.day(stage.starts),
            ends_at=None if stage.ends is None else calendar.day(stage.ends),
            votes_per_person=stage.votes,
            sort_order=number,
        )
        for number, stage in enumerate(story.stages)
    ]


def _rungs(story: ConsultationStory) -> list[Rung]:
    return [
        Rung(
            supporters=rung.supporters,
            obliges=rung.obliges,
            days=rung.days,
            in_working_days=rung.in_working_days,
            title=rung.title,
            translations={"en": rung.english} if rung.english else {},
            department=Department.objects.filter(slug=rung.department).first(),
            sort_order=number,
        )
        for number, rung in enumerate(story.rungs)
    ]


def _blocks(blocks: list[dict[str, Any]]) -> str:
    """A page's text as the stream field reads it; each block gets the key that editors' tools expect."""
    return json.dumps([block | {"id": str(uuid.uuid4())} for block in blocks])
