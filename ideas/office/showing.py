"""What the office said and did, for the idea's own page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.contributions.reading import Reading, reading_of
from participation.votes.casting import votes_of

from ..life import Status
from ..models import Answer, Idea, ProgressNote
from ..rows import TAGS
from ..translating import source_of_voice
from .forms import ConfirmForm


@dataclass(frozen=True)
class Voice:
    """One thing that the office said; names as components/office.html has them."""

    id: str
    department: str
    badge: str
    person: str
    date: datetime
    html: str
    kind: str = ""
    kind_tag: str = ""
    kind_label: str = ""
    chosen_reason: str = ""
    promise: str = ""
    reading: Reading | None = None


def office_context(user: User | AnonymousUser, idea: Idea, *, translated: bool = False) -> dict[str, Any]:
    """What was said, in the order of time, and the question to supporters where it is theirs to answer."""
    voices = voices_of(idea, translated=translated)
    return {
        "voices": voices,
        "foreign_voice": next((voice.reading for voice in voices if voice.reading and voice.reading.is_foreign), None),
        "confirm_form": confirm_form_for(user, idea),
        "answers_template": "ideas/_answers.html",
        "confirm_template": "ideas/_confirm.html",
    }


def voices_of(idea: Idea, *, translated: bool = False) -> list[Voice]:
    """Published answers and the progress told. Two queries, however much was said."""
    answers = idea.answers.filter(published_at__isnull=False).select_related("author", "department", "chosen_reason")
    notes = idea.progress_notes.select_related("author__department")
    voices = [_answer(answer, translated) for answer in answers]
    voices += [_progress(idea, note, translated) for note in notes]
    return sorted(voices, key=lambda voice: voice.date)


def _answer(answer: Answer, translated: bool) -> Voice:
    assert answer.published_at is not None
    reading = reading_of(source_of_voice(answer), translated=translated)
    decides = not answer.is_interim
    return Voice(
        id=f"answer-{answer.pk}",
        department=answer.department.local_name if answer.department else _("The office"),
        badge=_("Department in charge"),
        person=_person(answer.author),
        date=answer.published_at,
        html=reading.html,
        kind="" if decides else _("Interim answer"),
        kind_tag=TAGS[Status(answer.status)] if decides else "",
        kind_label=answer.get_status_display() if decides else "",
        chosen_reason=str(answer.chosen_reason) if answer.chosen_reason else "",
        promise=answer.promised.in_words,
        reading=reading,
    )


def _progress(idea: Idea, note: ProgressNote, translated: bool) -> Voice:
    reading = reading_of(source_of_voice(note), translated=translated)
    office = idea.department or (note.author.department if note.author else None)
    return Voice(
        id=f"progress-{note.pk}",
        department=office.local_name if office else _("The office"),
        badge=_("Department in charge"),
        person=_person(note.author),
        date=note.created_at,
        html=reading.html,
        kind=_("%(percent)s%% done") % {"percent": note.percent},
        reading=reading,
    )


def _person(user: User | None) -> str:
    return user.public_name if user is not None else ""


def confirm_form_for(user: User | AnonymousUser, idea: Idea) -> ConfirmForm | None:
    """The question whether it was done, with this person's earlier word; None for whom it is not asked."""
    if idea.status != Status.DONE or idea.is_hidden or not isinstance(user, User):
        return None
    if idea.author_id != user.pk and votes_of(user, Idea, [idea.pk]).get(idea.pk) != 1:
        return None
    said = idea.confirmations.filter(supporter_id=user.voter_id).first()
    initial = {"was_done": "yes" if said.was_done else "no", "text": said.text} if said else None
    return ConfirmForm(initial=initial)
