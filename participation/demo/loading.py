"""Loads the whole demo in one transaction: an interrupted load leaves nothing behind."""

import secrets
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ideas.models import Draft, Idea, Observation
from ideas.ranking.actions import change_half_life
from participation.accounts.models import User
from participation.consultations.models import ConsultationPage, Place, Topic
from participation.contributions.actions import follow
from participation.events.models import Delivery, Event
from participation.events.outbox import record
from participation.events.registry import subscribers
from participation.notifications.models import Notice
from participation.research.exports.actions import ask_for_export
from participation.research.open_data.publishing import publish
from participation.research.results import read
from participation.research.sets.actions import count_words_of, keep_set, save_search
from search.indexing import adjust

from . import stories
from .chronicle import Act, Chronicle
from .city import greet, make_consultations, make_names
from .clock import Calendar, moved_to
from .desk_life import tell_desk
from .on_paper import OnPaper
from .people import People, make_people, roles
from .rush import Rush
from .works import Works, tell_campaigns, tell_changes

LOADED = "demo.loaded"
# How far back the oldest story goes, and a while longer for the accounts.
DAYS = 220
NEWS_STAYS_UNREAD = timedelta(days=5)
Track = Callable[[list[Act]], Iterable[Act]]


class Refused(Exception):
    """The demo is not loaded here; the text says why."""


def is_loaded() -> bool:
    return Event.objects.filter(verb=LOADED).exists()


def check_allowed() -> None:
    """Raises Refused where real people take part, or where somebody else has the demo's addresses."""
    if not settings.DEMO_ALLOWED:
        raise Refused("The demo brings accounts with a known password: it is not loaded into a public installation.")
    if is_loaded():
        return
    taken = User.objects.filter(email__in=[role.email for role in roles()]).values_list("email", flat=True)
    if taken:
        raise Refused(f"There are other accounts with the demo's addresses: {', '.join(sorted(taken))}.")
    if Idea.objects.exists():
        raise Refused("There are ideas here already: the demo needs a database of its own.")


def load(track: Track) -> bool:
    """Tell every story; False where that was done already. Raises Refused."""
    check_allowed()
    if is_loaded():
        return False
    with transaction.atomic():
        _load(track)
    publish()
    return True


def _load(track: Track) -> None:
    calendar, last = Calendar(), Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with moved_to(calendar.day(DAYS)):
        make_names()
        people = make_people(calendar.day(DAYS))
        greet(people.cast["admin"])
    pages = make_consultations(calendar, people.cast["admin"])
    chronicle = Chronicle(calendar, people, pages)
    for observation in stories.observations():
        chronicle.tell_observation(observation)
    for idea in stories.ideas():
        chronicle.tell_idea(idea)
    works = Works(chronicle)
    for result in stories.results():
        works.tell_result(result)
    _plan_orders(chronicle, people.cast["admin"])
    tell_campaigns(chronicle)
    tell_changes(chronicle)
    OnPaper(chronicle).tell()
    Rush(chronicle).tell()
    chronicle.let_time_pass()
    _plan_follows(chronicle)
    chronicle.perform(track)
    tell_desk(people)
    _leave_a_draft(people.cast["citizen"], pages)
    _keep_searches(people.cast["citizen"])
    _deliver_without_mail(last, people)
    _carry_votes()
    record(LOADED, target=people.cast["admin"], actor=people.cast["admin"])


def _plan_orders(chronicle: Chronicle, admin: User) -> None:
    """The half-lives that were changed after a look at what they do."""
    for change in stories.read("consultations")["half_life"]:
        page = chronicle.pages[change["consultation"]]
        act = partial(change_half_life, user=admin, consultation=page, days=change["days"], reason=change["reason"])
        chronicle.at(chronicle.calendar.working(change["ago"], change["consultation"]), act)


def _plan_follows(chronicle: Chronicle) -> None:
    for key in stories.read("people")["citizen"]["follows"]:
        chronicle.at(chronicle.calendar.now, partial(_follow, chronicle, key))


def _follow(chronicle: Chronicle, key: str) -> None:
    follow(user=chronicle.people.cast["citizen"], target=chronicle.ideas[key])


def _leave_a_draft(author: User, pages: dict[str, ConsultationPage]) -> None:
    """What the citizen began and did not finish."""
    words = stories.read("people")["citizen"]["draft"]
    Draft.objects.create(
        id=uuid.uuid4(),
        author=author,
        browser_key=secrets.token_urlsafe(32),
        title=words["title"],
        body=words["body"].strip(),
        consultation=pages[words["consultation"]],
        topic=Topic.objects.get(slug=words["topic"]),
        place=Place.objects.get(slug=words["place"]),
    )


def _keep_searches(reader: User) -> None:
    """What the citizen wants to hear of, cites, and has taken away."""
    for address in stories.read("people")["citizen"]["searches"]:
        save_search(user=reader, asked=read(address))
    asked = read(stories.read("people")["citizen"]["cites"])
    count_words_of(user=reader, kept=keep_set(user=reader, asked=asked))
    ask_for_export(user=reader, asked=asked)


def _deliver_without_mail(last: int, people: People) -> None:
    """The cast finds its news on the site; nobody is mailed about what is invented."""
    pending = Delivery.objects.filter(event_id__gt=last).select_related("event__content_type", "event__actor")
    for delivery in pending.order_by("event_id"):
        with moved_to(delivery.event.created_at):
            subscribers[delivery.subscriber].handle(delivery.event)
    pending.delete()
    notices = Notice.objects.filter(event_id__gt=last)
    notices.exclude(user__in=people.cast.values()).delete()
    notices.update(mail_due_at=None)
    notices.filter(created_at__lt=timezone.now() - NEWS_STAYS_UNREAD).update(read_at=timezone.now())


def _carry_votes() -> None:
    """The search learns of votes by the clock; here it need not wait."""
    for idea in Idea.objects.all():
        adjust(idea, votes=idea.support_count)
    for observation in Observation.objects.all():
        adjust(observation, votes=observation.agree_count)
