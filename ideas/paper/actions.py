"""Signature sheets: entered by one, counted through a second, taken back as a whole by two. Ideas told at a counter."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.actions import claim_identity
from participation.accounts.identity import digest_of, key_for
from participation.accounts.models import IdentityKey, IdentityLevel, User
from participation.accounts.on_paper import person_behind, person_on_paper
from participation.accounts.permissions import require
from participation.contributions.text import clean_line, clean_text
from participation.errors import Conflict, Invalid, NotAllowed, ParticipationError, ReasonNeeded, StageClosed
from participation.events.outbox import record
from participation.votes.casting import votes_of

from ..actions.posting import Proposal, submit_idea
from ..actions.voting import take_vote_back, vote_on_idea
from ..models import Idea
from ..own_words import says_so_themselves
from ..uploads import Upload
from .models import CounterIdea, SheetRow, SignatureSheet
from .reading import MOST_LINES, read

State, Outcome = SignatureSheet.State, SheetRow.Outcome
CLAIM = "paper:claim"
LONGEST_REASON = 1_000
# No letters that are taken for one another when they are read from paper.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@transaction.atomic
def enter_sheet(
    *, user: User, idea: Idea, number: str, lines: Iterable[str], scan: Upload | None = None
) -> SignatureSheet:
    """Write a sheet down. Nothing counts before a second person has checked it. Raises Invalid."""
    require(user, "paper.enter_sheet")
    number, lines = clean_line(number)[:40], list(lines)
    errors = {}
    if not number:
        errors["number"] = _("Give the number that stands on the sheet.")
    elif SignatureSheet.objects.filter(idea=idea, number=number).exclude(state=State.UNDONE).exists():
        errors["number"] = _("A sheet with this number was entered for this idea already.")
    if not lines:
        errors["ids"] = _("Write one signature on each line.")
    elif len(lines) > MOST_LINES:
        errors["ids"] = _("A sheet has at most %(count)s lines. Divide it.") % {"count": MOST_LINES}
    if errors:
        raise Invalid(errors=errors)
    sheet = SignatureSheet(idea=idea, number=number, entered_by=user)
    if scan is not None:
        sheet.scan, sheet.scan_name, sheet.scan_type = scan.content, scan.name[:200], scan.content_type
    sheet.save()
    SheetRow.objects.bulk_create(
        SheetRow(
            sheet=sheet,
            position=position,
            digest=line.digest,
            source=line.source,
            level=line.level or IdentityLevel.EMAIL,
            outcome=Outcome.WAITING if line.digest else Outcome.UNREADABLE,
        )
        for position, line in enumerate(read(lines), start=1)
    )
    record("sheet.entered", actor=user, target=sheet, idea=idea.pk, number=number, lines=len(lines))
    return sheet


@transaction.atomic
def check_sheet(*, user: User, sheet: SignatureSheet) -> SignatureSheet:
    """A second person has compared the sheet with its lines: each is cast as a vote of whoever signed.

    A line that may not count says why and stops no other. Checking again changes nothing. Raises NotAllowed.
    """
    sheet = _locked(sheet)
    if sheet.entered_by_id == user.pk:
        require(user, "paper.view_sheet", sheet)
        raise NotAllowed(_("Somebody else has to check what you entered."))
    require(user, "paper.check_sheet", sheet)
    if sheet.state == State.COUNTED:
        return sheet
    if sheet.state == State.UNDONE:
        raise Conflict(_("This sheet was taken back. Enter it anew."))
    seen: set[int] = set()
    for row in sheet.rows.filter(outcome=Outcome.WAITING):
        _count_row(row, sheet.idea, seen)
    sheet.state, sheet.checked_by, sheet.checked_at = State.COUNTED, user, timezone.now()
    sheet.save(update_fields=["state", "checked_by", "checked_at"])
    totals: dict[str, Any] = totals_of(sheet)
    record("sheet.counted", actor=user, target=sheet, idea=sheet.idea_id, number=sheet.number, **totals)
    if totals[Outcome.ADDED]:
        _tell("idea.paper_added", sheet, user, count=totals[Outcome.ADDED])
    return sheet


def _count_row(row: SheetRow, idea: Idea, seen: set[int]) -> None:
    key, person = person_behind(digest=row.digest, source=row.source, level=row.level)
    row.key, row.digest = key, ""
    if person.voter_id in seen:
        row.outcome, row.reason = Outcome.ALREADY, _("Twice on this sheet.")
    elif said := votes_of(person, Idea, [idea.pk]).get(idea.pk):
        row.outcome = Outcome.ALREADY
        row.reason = "" if said == 1 else _("Voted against it on the site.")
    else:
        row.outcome, row.reason = _cast(person, idea)
    seen.add(person.voter_id)
    row.save(update_fields=["key", "digest", "outcome", "reason"])


def _cast(person: User, idea: Idea) -> tuple[SheetRow.Outcome, str]:
    """Through the one action that casts, with every rule of the stage."""
    # Read for each line: the votes before it may have met the threshold or the limit.
    now = Idea.objects.select_related("consultation").get(pk=idea.pk)
    try:
        with transaction.atomic():
            vote_on_idea(user=person, idea=now, value=1, on_paper=True)
    except ParticipationError as refusal:
        return Outcome.REFUSED, str(refusal)[:300]
    return Outcome.ADDED, ""


@transaction.atomic
def undo_sheet(*, user: User, sheet: SignatureSheet, reason: str) -> SignatureSheet:
    """Take a whole sheet back. One that is counted goes when a second person agrees; until then it counts.

    Asking again changes nothing. Raises ReasonNeeded.
    """
    require(user, "paper.undo_sheet", sheet)
    if not (reason := clean_text(reason)[:LONGEST_REASON]):
        raise ReasonNeeded
    sheet = _locked(sheet)
    if sheet.state == State.UNDONE or sheet.undo_asked_at is not None:
        return sheet
    sheet.undone_reason = reason
    if sheet.state == State.ENTERED:
        return _undo(sheet, user)
    sheet.undo_asked_by, sheet.undo_asked_at = user, timezone.now()
    sheet.save(update_fields=["undo_asked_by", "undo_asked_at", "undone_reason"])
    record("sheet.undo_asked", actor=user, target=sheet, idea=sheet.idea_id, number=sheet.number, reason=reason)
    return sheet


@transaction.atomic
def agree_to_undo(*, user: User, sheet: SignatureSheet) -> SignatureSheet:
    """A second person agrees, also after the close: the votes that the sheet added and that still stand go.

    Who supports the idea on the site, too, goes on supporting it. Raises NotAllowed, or Conflict where nobody asks.
    """
    require(user, "paper.undo_sheet", sheet)
    sheet = _locked(sheet)
    if sheet.state == State.UNDONE:
        return sheet
    _require_asked(sheet)
    if not user.has_perm("paper.agree_to_undo", sheet):
        raise NotAllowed(_("Somebody else has to agree to what you asked for."))
    return _undo(sheet, user)


@transaction.atomic
def keep_sheet(*, user: User, sheet: SignatureSheet, reason: str) -> SignatureSheet:
    """It goes on counting: a second person does not agree, or whoever asked thought better of it.

    Raises ReasonNeeded, or Conflict where nobody asks.
    """
    require(user, "paper.undo_sheet", sheet)
    if not (reason := clean_text(reason)[:LONGEST_REASON]):
        raise ReasonNeeded
    sheet = _locked(sheet)
    _require_asked(sheet)
    sheet.undo_asked_by, sheet.undo_asked_at, sheet.undone_reason = None, None, ""
    sheet.save(update_fields=["undo_asked_by", "undo_asked_at", "undone_reason"])
    record("sheet.kept", actor=user, target=sheet, idea=sheet.idea_id, number=sheet.number, reason=reason)
    return sheet


def _require_asked(sheet: SignatureSheet) -> None:
    if sheet.undo_asked_at is None:
        raise Conflict(_("Nobody asks to take this sheet back."))


def _undo(sheet: SignatureSheet, user: User) -> SignatureSheet:
    withdrawn = 0
    for row in sheet.rows.filter(outcome=Outcome.ADDED).select_related("key__user"):
        withdrawn += _withdraw(row, sheet.idea)
    sheet.rows.filter(outcome=Outcome.WAITING).update(digest="")
    sheet.state, sheet.undone_by, sheet.undone_at = State.UNDONE, user, timezone.now()
    sheet.undo_asked_at = None
    sheet.save(update_fields=["state", "undo_asked_at", "undone_by", "undone_at", "undone_reason"])
    told: dict[str, Any] = {"idea": sheet.idea_id, "number": sheet.number, "withdrawn": withdrawn}
    record("sheet.undone", actor=user, target=sheet, reason=sheet.undone_reason, **told)
    if withdrawn:
        _tell("idea.paper_undone", sheet, user, count=withdrawn, reason=sheet.undone_reason[:300])
    return sheet


def _withdraw(row: SheetRow, idea: Idea) -> int:
    if row.key is None:
        return 0
    _key, person = person_behind(digest=row.key.digest, source=row.key.source, level=row.key.level)
    if votes_of(person, Idea, [idea.pk]).get(idea.pk) != 1:
        return 0
    if says_so_themselves(person, idea):
        row.outcome, row.reason = Outcome.ALREADY, _("Supports it on the site, too. That stays.")
        row.save(update_fields=["outcome", "reason"])
        return 0
    now = Idea.objects.select_related("consultation").get(pk=idea.pk)
    try:
        with transaction.atomic():
            vote_on_idea(user=person, idea=now, value=0, on_paper=True)
    except StageClosed:
        take_vote_back(voter=person, idea=now)
    return 1


def totals_of(sheet: SignatureSheet) -> dict[str, int]:
    """How many lines had which outcome."""
    totals = dict.fromkeys(Outcome.values, 0)
    for outcome in sheet.rows.values_list("outcome", flat=True):
        totals[outcome] += 1
    return totals


def _tell(verb: str, sheet: SignatureSheet, user: User, **told: Any) -> None:
    """On the idea's life-line, where the counts may be known."""
    idea = sheet.idea
    is_public = not idea.is_hidden and not idea.consultation.hides_results()
    record(verb, actor=user, target=idea, public=is_public, number=sheet.number, **told)


def _locked(sheet: SignatureSheet) -> SignatureSheet:
    rows = SignatureSheet.objects.select_for_update(of=("self",)).select_related("idea__consultation")
    fresh: SignatureSheet = rows.get(pk=sheet.pk)
    return fresh


@transaction.atomic
def enter_idea(*, user: User, proposal: Proposal, consent: str, name: str = "") -> tuple[CounterIdea, str]:
    """Post what somebody told at a counter; without a name they stay unnamed.

    The second value is the code that is printed for the person, shown this once. Raises Invalid or StageClosed.
    """
    require(user, "paper.enter_idea")
    if not clean_line(consent):
        raise Invalid(errors={"consent": _("Note how the person agreed that this is published.")})
    name = clean_line(name)
    person = person_on_paper(name=name or _("A citizen at the counter"), language=proposal.language)
    idea = submit_idea(user=person, proposal=proposal)
    entered = CounterIdea.objects.create(
        idea=idea,
        entered_by=user,
        department=user.department,
        is_anonymous=not name,
        consent=clean_line(consent)[:200],
    )
    code = _new_code()
    key_for(digest=digest_of(CLAIM, code), owner=person, source=CLAIM, level=IdentityLevel.EMAIL)
    record("idea.entered_at_counter", actor=user, target=idea, public=True, department=str(user.department or ""))
    return entered, _spaced(code)


def _new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(12))


def _spaced(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


@transaction.atomic
def claim_idea(*, user: User, code: str) -> Idea:
    """The person who told an idea at a counter has an account now: the code makes the idea theirs. Raises Invalid."""
    require(user, "paper.claim_idea")
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    key = IdentityKey.objects.select_related("user").filter(digest=digest_of(CLAIM, plain)).first()
    wrong = Invalid(errors={"code": _("No idea has this code. Copy it from the paper, letter by letter.")})
    if key is None:
        raise wrong
    # The key moves to the account with the first claim: afterwards it opens nothing to anybody else.
    unclaimed = CounterIdea.objects.select_related("idea__author").filter(claimed_at=None)
    entered = unclaimed.filter(idea__author__is_on_paper=True, idea__author__identity_keys=key).first()
    if entered is None:
        mine: Idea | None = Idea.objects.filter(author=user, at_counter__claimed_at__isnull=False).first()
        if mine is not None and key.user_id == user.voter_id:
            return mine
        raise wrong
    idea: Idea = entered.idea
    author = idea.author
    claim_identity(user=user, source=CLAIM, secret=plain, level=IdentityLevel.EMAIL)
    Idea.objects.filter(author=author).update(author=user)
    entered.claimed_at = timezone.now()
    entered.save(update_fields=["claimed_at"])
    record("idea.claimed", actor=user, target=idea)
    return idea
