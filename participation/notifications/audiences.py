"""Who has to do with what something happened to: the circles of people that news goes to."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType

from ideas.merging.rows import held_within
from ideas.models import Idea
from participation.accounts.absences import deputies_of
from participation.accounts.models import Capacity, User
from participation.contributions.models import Follow
from participation.votes.casting import supporters_before, voters_of

from .models import Notice

Target = Any
Audience = Callable[[Target], Iterable[int | None]]


def author(target: Target) -> Iterable[int | None]:
    return [target.author_id]


def followers(target: Target) -> Iterable[int]:
    """Also those who follow what was merged into it: they hear of the idea that stays, as long as it holds theirs."""
    wanted = Follow.objects.about(target).wanted().values_list("user_id", flat=True)
    if not isinstance(target, Idea) or not target.holds_others:
        return wanted
    held = held_within(target)
    kind = ContentType.objects.get_for_model(Idea)
    theirs = Follow.objects.filter(content_type=kind, object_id__in=held).wanted().values_list("user_id", flat=True)
    authors = Idea.objects.filter(pk__in=held, author__isnull=False).values_list("author_id", flat=True)
    return {*wanted, *theirs, *authors}


def supporters(target: Target) -> Iterable[int]:
    return voters_of(target)


def supporters_of_an_earlier_text(target: Target) -> Iterable[int]:
    """Those who are asked whether they stay, but for whoever was asked before and has neither looked nor answered."""
    unread = Notice.objects.unread().filter(
        event__verb="idea.reworded",
        event__content_type=ContentType.objects.get_for_model(target),
        event__object_id=target.pk,
    )
    asked = dict(unread.order_by("pk").values_list("user_id", "event__payload__version"))
    return {
        person
        for person, version in supporters_before(target, target.text_version).items()
        if asked.get(person, 0) <= version
    }


def concerned_by_result(target: Target) -> Iterable[int | None]:
    """Who wrote, follows or supports one of the linked ideas: each once, however many of them it is."""
    people: set[int | None] = set()
    for idea in Idea.objects.published().filter(results=target):
        of_idea = {person for audience in EVERYBODY for person in audience(idea)}
        people |= of_idea - set(Follow.objects.about(idea).filter(is_muted=True).values_list("user_id", flat=True))
    return people


def followers_of_topic(target: Target) -> Iterable[int]:
    return followers(target.topic) if target.topic else []


def office(target: Target) -> Iterable[int | None]:
    """The idea's owner and who stands in; where it has none, the officials of its department."""
    if target.owner_id:
        return [target.owner_id, *deputies_of([target.owner_id])]
    officials = User.objects.filter(department=target.department_id, capacity=Capacity.OFFICIAL, is_active=True)
    return officials.values_list("pk", flat=True) if target.department_id else []


EVERYBODY = (author, followers, supporters)
OF_OBSERVATION = (author, followers)
