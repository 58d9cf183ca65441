"""What a rung obliges to: it is written down when it is reached, and stays as it was promised."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.consultations.ladder import Rung, day_due
from participation.consultations.stages import Power
from participation.errors import Invalid
from participation.events.outbox import record

from ..life import Status
from ..models import NEVER, WITHOUT_RUNG, DepartmentFigures, Duty, Idea
from .moving import move_idea

# The columns by which an idea says what is most pressing.
PRESENT = ("answer_due_at", "obliges", "department")


def climb(idea: Idea) -> None:
    """Owe what the support of a locked idea obliges to: a rush may reach several rungs at once."""
    owe_answer(idea)
    while idea.has_next_rung and idea.support_count >= (idea.threshold or 0):
        owe_answer(idea)


def owe_answer(idea: Idea, *, actor: User | None = None, reason: str = "") -> Duty:
    """The next rung is reached: from now on a department owes what it obliges to, by a day that everybody can see."""
    now = timezone.now()
    ladder = idea.consultation.ladder
    position = rungs_reached(idea)
    rung = ladder[min(position, len(ladder) - 1)] if ladder else Rung(supporters=0, days=idea.consultation.answer_days)
    duty = _promise(idea, rung, position + 1, now)
    reached = idea.threshold
    idea.threshold_met, idea.threshold_met_at = reached or 0, now
    if (following := next_rung(idea, position + 1)) is not None:
        idea.threshold = following.need_in(idea.place)
        if following.within_days:
            idea.closes_at = now + timedelta(days=following.within_days)
    name_present(idea)
    save = ("threshold", "threshold_met", "threshold_met_at", "closes_at", *PRESENT)
    told: dict[str, Any] = {
        "threshold": reached,
        "rung": duty.position,
        "obliges": duty.obliges,
        "duty": duty.pk,
        "due": duty.due_at.isoformat(),
        "department": str(duty.department or ""),
        "reason": reason,
    }
    if idea.status == Status.OWED:
        idea.save(update_fields=save)
        record("idea.threshold_met", actor=actor, target=idea, public=not idea.is_hidden, **told)
    else:
        move_idea(idea, Status.OWED, verb="idea.threshold_met", actor=actor, save=save, by_rule=True, **told)
    return duty


def owe_all_the_same(idea: Idea) -> Duty:
    """The time of a locked idea is over below its next rung, and its consultation promised an answer even so."""
    now = timezone.now()
    page = idea.consultation
    wanted, idea.threshold = idea.threshold, None
    duty = _promise(idea, Rung(days=page.answer_days), WITHOUT_RUNG, now)
    idea.threshold = wanted
    name_present(idea)
    idea.ran_out = True
    told = {
        "support": idea.support_count,
        "threshold": wanted,
        "duty": duty.pk,
        "obliges": duty.obliges,
        "due": duty.due_at.isoformat(),
        "department": str(duty.department or ""),
    }
    move_idea(
        idea, Status.OWED, verb="idea.owed_all_the_same", actor=None, save=("ran_out", *PRESENT), by_rule=True, **told
    )
    return duty


def _promise(idea: Idea, rung: Rung, position: int, now: datetime) -> Duty:
    page = idea.consultation
    return Duty.objects.create(
        idea=idea,
        position=position,
        supporters=idea.threshold,
        obliges=rung.obliges,
        title=rung.title,
        translations=rung.translations,
        department=rung.department or idea.who_would_answer,
        days=rung.days,
        in_working_days=rung.in_working_days,
        goes_on=rung.goes_on,
        # What somebody took on by hand never stood on so many supporters.
        falls_back=page.falls_back and idea.support_count >= (idea.threshold or 0),
        remind_days=page.remind_days,
        extensions_at_most=page.extensions_at_most,
        met_at=now,
        due_at=day_due(now, rung.days, in_working_days=rung.in_working_days),
    )


def rungs_reached(idea: Idea) -> int:
    """How many rungs the idea stands above; what lapsed is climbed anew."""
    latest = idea.duties.filter(lapsed_at=None).order_by("-position").first()
    return latest.position if latest else 0


def next_rung(idea: Idea, reached: int) -> Rung | None:
    """The first rung of the present ladder that is higher than what was reached, and was not climbed."""
    met = idea.threshold_met or 0
    return next((rung for rung in idea.consultation.ladder[reached:] if rung.need_in(idea.place) > met), None)


def follow_place(idea: Idea) -> None:
    """A locked idea is about another place now: a share of the people is one of those who live there."""
    rung = next_rung(idea, rungs_reached(idea)) if idea.has_next_rung else None
    if rung is not None and rung.per_cent is not None:
        idea.threshold = rung.need_in(idea.place)


def name_present(idea: Idea) -> bool:
    """The idea's own columns say what is most pressing: lists and the desk read no duties. False for nothing owed."""
    present = idea.duties.open().select_related("department").by_day().first()
    if present is None:
        return False
    idea.answer_due_at, idea.obliges, idea.department = present.due_at, present.obliges, present.department
    return True


def fall_back(idea: Idea) -> bool:
    """Support of a locked idea was taken back: what was owed lapses where its rule says so and nobody took it on."""
    duties = list(idea.duties.open().order_by("-position"))
    lapsed = []
    for duty in duties:
        if not duty.falls_back or duty.taken_at is not None or idea.support_count >= (duty.supporters or 0):
            break
        lapsed.append(duty)
    if not lapsed:
        return False
    lapse(lapsed, Duty.Lapse.FELL_BELOW)
    kept = idea.duties.filter(lapsed_at=None).order_by("-position").first()
    idea.threshold = lapsed[-1].supporters
    idea.threshold_met, idea.threshold_met_at = (kept.supporters, kept.met_at) if kept else (None, None)
    told: dict[str, Any] = {"threshold": idea.threshold, "support": idea.support_count}
    save = ("threshold", "threshold_met", "threshold_met_at", *PRESENT)
    if len(lapsed) < len(duties):
        name_present(idea)
        idea.save(update_fields=save)
        record("idea.fell_below", target=idea, public=not idea.is_hidden, **told)
        return True
    idea.answer_due_at = None
    move_idea(idea, waiting_status(idea), verb="idea.fell_below", actor=None, save=save, by_rule=True, **told)
    return True


def hand_over(idea: Idea, *, due: datetime | None) -> None:
    """Somebody was put in charge of a locked idea: what is most pressing is theirs, and does not lapse any more."""
    present = idea.duties.open().by_day().first()
    if present is None:
        return
    if present.department_id is not None and present.department_id != idea.department_id:
        forget_figures(present.department_id)
    present.department, present.taken_at = idea.department, present.taken_at or timezone.now()
    if due is not None and due > present.due_at:
        raise Invalid(errors={"due": _("A later date needs its reason: put the date off instead.")})
    if due is not None:
        present.due_at, present.reminded_at = due, None
    present.save(update_fields=["department", "taken_at", "due_at", "reminded_at", "changed_at"])


def forget_figures(department_id: int) -> None:
    """What was its duty is another department's: nothing else would say that its figures changed."""
    DepartmentFigures.objects.filter(department=department_id).update(made_at=NEVER)


def lapse(duties: list[Duty], why: Duty.Lapse) -> None:
    for duty in duties:
        duty.lapsed_at, duty.lapse = timezone.now(), why
        duty.save(update_fields=["lapsed_at", "lapse", "changed_at"])


def fulfil_by_answer(idea: Idea, status: str, at: datetime) -> None:
    """A final answer of a locked idea fulfils all that is owed; only where its rung says so, support goes on."""
    duties = list(idea.duties.open().order_by("position"))
    for duty in duties:
        duty.fulfilled_at, duty.outcome = at, status
        duty.save(update_fields=["fulfilled_at", "outcome", "changed_at"])
    if idea.threshold_met is not None and not (duties and duties[-1].goes_on):
        idea.threshold = idea.threshold_met


def waiting_status(idea: Idea) -> Status:
    """Where an idea stands that looks for support: in the vote, or before it."""
    takes_votes = idea.consultation.allows(Power.SUPPORT) or idea.consultation.allows(Power.OPPOSE)
    return Status.VOTING if takes_votes else Status.POSTED
