"""Every kind of mail that the platform sends, each with something to tell. What is not here fails test_every_mail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from ideas.models import Answer, Duty, Idea, MergeProposal, Observation
from ideas.results.models import Result
from participation.accounts.models import Department, User
from participation.events.models import Event
from participation.events.outbox import record
from participation.notifications.blocking import block_message
from participation.notifications.department_mail import department_message
from participation.notifications.mailing import message_for
from participation.notifications.models import Notice
from participation.notifications.news import NEWS
from participation.research.exports import tidying
from participation.research.exports.models import Export
from participation.research.results import read
from participation.research.sets import mailing as digests
from participation.research.sets.actions import save_search
from participation.research.sets.watching import news_of
from search.indexing import index

DUE = datetime(2026, 12, 3, 9, tzinfo=UTC)
LATER = datetime(2027, 1, 11, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Things:
    """Whoever reads, and what happened to what. Names end with and without a consonant, numbers are large."""

    reader: User
    official: User
    department: Department
    idea: Idea
    other: Idea
    observation: Observation
    result: Result
    duty: Duty
    answer: Answer
    proposal: MergeProposal


Payload = Callable[[Things], dict[str, Any]]


def told(**payload: Any) -> Payload:
    return lambda _things: payload


def due(**more: Any) -> Payload:
    return lambda things: {
        "duty": things.duty.pk,
        "obliges": things.duty.obliges,
        "department": things.department.name,
        "department_id": things.department.pk,
        "due": DUE.isoformat(),
        **more,
    }


def by_department(**more: Any) -> Payload:
    return lambda things: {"department": things.department.name, **more}


def inside(**more: Any) -> Payload:
    return lambda things: {
        "answer": things.answer.pk,
        "author": things.reader.pk,
        "planner": things.reader.pk,
        "asker": things.reader.pk,
        "mentioned": [things.reader.pk],
        "people": [things.reader.pk],
        **more,
    }


REASON = "같은 말을 여러 번 올렸습니다."
NEWS_TOLD: dict[str, tuple[Payload, ...]] = {
    "idea.submitted": (told(status="posted", observations=0),),
    "idea.threshold_met": (
        due(threshold=5_000),
        due(threshold=5_000, department=""),
        due(threshold=12_345, obliges="hearing"),
        due(threshold=1_000, obliges="legal_check"),
    ),
    "idea.answered": (
        by_department(to="accepted"),
        by_department(to="partly"),
        by_department(to="declined"),
        told(department="", to="accepted"),
    ),
    "idea.interim_answered": (by_department(), told(department="")),
    "idea.progressed": (told(percent=40, text="두 대를 샀습니다."),),
    "idea.done": (told(percent=100, text="모두 다닙니다."),),
    "idea.expired": (told(support=1_234, threshold=5_000), told(support=3, threshold=None)),
    "idea.owed_all_the_same": (due(support=1_234, threshold=5_000), due(support=7, threshold=50, department="")),
    "idea.retired": (lambda things: {"instead": things.other.pk}, told(instead=0)),
    "idea.reworded": (told(version=2),),
    "idea.merged": (lambda things: {"into": things.other.pk}, told(into=0)),
    "idea.unmerged": (told(),),
    "idea.merge_agreed": (lambda things: {"proposal": things.proposal.pk},),
    "idea.merge_declined": (
        lambda things: {"proposal": things.proposal.pk, "into": things.other.pk, "answer": "노선이 다릅니다."},
        lambda things: {"proposal": things.proposal.pk, "into": 0, "answer": "노선이 다릅니다."},
    ),
    "idea.split": (told(parts=[1, 2], reason="두 가지를 말합니다."),),
    "idea.unsplit": (told(reason="하나로 충분합니다."),),
    "idea.assigned": (due(), due(due=""), due(department="")),
    "idea.fell_below": (told(threshold=5_000, support=4_999),),
    "idea.duty_fulfilled": (due(report="시민 토론을 열었습니다."), due(report="토론을 열었습니다.", department="")),
    "idea.support_goes_on": (told(threshold=50_000), told(threshold=None)),
    "idea.deadline_extended": (
        due(before=DUE.isoformat(), due=LATER.isoformat(), reason="예산을 확인하고 있습니다."),
        due(before=DUE.isoformat(), due=LATER.isoformat(), reason="예산을 봅니다.", department=""),
    ),
    "idea.reopened": (told(reason="약속한 일이 되지 않았습니다."),),
    "idea.answer_reminded": (due(), due(department="")),
    "idea.answer_overdue": (due(), due(department="")),
    "idea.answer_escalated": (due(), due(department="")),
    "idea.hidden": (told(reason=REASON),),
    "idea.unhidden": (told(reason=REASON),),
    "idea.rewarded": (told(campaign="night", title="밤길", reward="지역 상품권 5만 원"),),
    "idea.reward_withdrawn": (told(campaign="night", title="밤길", reward="지역 상품권 5만 원"),),
    "idea.result_linked": (lambda things: {"result": things.result.pk, "title": things.result.title},),
    "idea.note_written": (inside(note=1),),
    "idea.approval_asked": (inside(),),
    "idea.answer_approved": (inside(),),
    "idea.approval_refused": (inside(),),
    "idea.answer_plan_failed": (inside(),),
    "idea.evaluation_asked": (inside(request=1),),
    "idea.evaluated": (inside(request=1),),
    "result.progressed": (told(**{"from": 40, "to": 80}), told(**{"from": 80, "to": 40})),
    "result.done": (told(**{"from": 40, "to": 100}),),
    "result.stopped": (told(reason="예산이 깎였습니다."),),
    "observation.hidden": (told(reason=REASON),),
    "observation.unhidden": (told(reason=REASON),),
    "observation.gathered": (lambda things: {"idea": things.idea.pk},),
}
# What the library of accounts can send, and what of it this site does.
ACCOUNT_MAILS = (
    "account/email/account_already_exists",
    "account/email/email_changed",
    "account/email/email_confirm",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/email_deleted",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_reset_key",
    "account/email/password_set",
    "account/email/unknown_account",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
    "socialaccount/email/account_connected",
    "socialaccount/email/account_disconnected",
)
# Signing in and setting a password by a code are not offered.
NEVER_SENT = {"account/email/login_code", "account/email/password_reset_code"}
# Where mails are made, and which rows of this table come from there.
MADE_IN = {
    "participation/accounts/adapters.py": "account",
    "participation/accounts/views.py": "closing",
    "participation/notifications/blocking.py": "block",
    "participation/notifications/department_mail.py": "department",
    "participation/notifications/mailing.py": "news",
    "participation/research/exports/tidying.py": "export",
    "participation/research/sets/mailing.py": "digest",
}
Made = Iterator[tuple[str, EmailMessage]]


def every_mail(things: Things) -> Made:
    """Each kind with a name, in the language of its reader."""
    for make in (_news, _many_news, _department, _blocks, _exports, _digests, _accounts, _closing):
        with translation.override(things.reader.language):
            yield from make(things)


def _event(things: Things, verb: str, payload: dict[str, Any]) -> Event:
    target = getattr(things, verb.partition(".")[0])
    with transaction.atomic():
        return record(verb, target=target, actor=things.official, public=True, **payload)


def _notice(event: Event) -> Notice:
    return Notice(event=event, kind=NEWS[event.verb].kind)


def _news(things: Things) -> Made:
    for verb, payloads in NEWS_TOLD.items():
        for number, payload in enumerate(payloads, 1):
            event = _event(things, verb, payload(things))
            yield f"news {verb} {number}", message_for(things.reader, [_notice(event)])


def _many_news(things: Things) -> Made:
    verbs = ("idea.progressed", "result.stopped", "observation.gathered", "idea.merge_agreed")
    events = [_event(things, verb, NEWS_TOLD[verb][0](things)) for verb in verbs]
    yield "news of many things", message_for(things.reader, [_notice(event) for event in events])


def _department(things: Things) -> Made:
    """In the site's own language, whoever reads it."""
    for verb in ("idea.answer_reminded", "idea.answer_overdue"):
        message = department_message(_event(things, verb, due()(things)))
        assert message is not None
        yield f"department {verb}", message


def _blocks(things: Things) -> Made:
    for verb, until in (("user.blocked", DUE.isoformat()), ("user.blocked", ""), ("user.unblocked", "")):
        with transaction.atomic():
            event = record(verb, target=things.reader, reason=REASON, until=until)
        yield f"block {verb} {until and 'until'}", block_message(things.reader, event)


def _exports(things: Things) -> Made:
    for state in (Export.State.READY, Export.State.FAILED):
        export = Export(owner=things.reader, title="“버스”", address="q=버스", state=state, expires_at=LATER)
        yield f"export {state}", _sent(lambda export=export: tidying._send(export))  # type: ignore[misc]  # bound now


def _digests(things: Things) -> Made:
    index(things.idea)
    saved = save_search(user=things.reader, asked=read("q=심야버스"))
    saved.seen, saved.told = 0, []
    few = news_of(saved)
    assert few.rows
    yield "digest of one", digests.message_for(things.reader, [(saved, few)])
    many = type(few)(few.rows * 12, few.seen, few.told, has_more=True)
    yield "digest of many", digests.message_for(things.reader, [(saved, many), (saved, few)])


def _accounts(things: Things) -> Made:
    request = RequestFactory().get("/accounts/", headers={"User-Agent": "Mozilla/5.0"})
    context = {
        "user": things.reader,
        "email": things.reader.email,
        "activate_url": settings.BASE_URL + reverse("account_confirm_email", args=["abc"]),
        "password_reset_url": settings.BASE_URL + reverse("account_reset_password"),
        "signup_url": settings.BASE_URL + reverse("account_signup"),
        "from_email": things.reader.email,
        "to_email": "new@example.org",
        "deleted_email": "old@example.org",
        "provider": "Townpass",
        "timestamp": DUE,
        "ip": "192.0.2.7",
        "user_agent": "Mozilla/5.0",
        "request": request,
    }
    with request_context(request):
        for prefix in ACCOUNT_MAILS:
            yield f"account {prefix}", get_adapter().render_mail(prefix, things.reader.email, context)


def _closing(things: Things) -> Made:
    client = Client()
    client.force_login(things.reader)
    yield "closing code", _sent(lambda: client.post(reverse("accounts:close"), {"send_code": "1"}))


def _sent(send: Callable[[], Any]) -> EmailMessage:
    before = len(mail.outbox)
    send()
    (message,) = mail.outbox[before:]
    return message


def things_for(reader: User, official: User, department: Department, idea: Idea, other: Idea, **more: Any) -> Things:
    answer = Answer.objects.create(
        idea=idea, status="accepted", reason="늘립니다.", author=reader, department=department
    )
    duty = Duty.objects.create(
        idea=idea, position=1, supporters=5_000, department=department, days=30, due_at=DUE, met_at=DUE - timedelta(30)
    )
    proposal = MergeProposal.objects.create(source=other, target=idea, proposed_by=reader)
    return Things(reader, official, department, idea, other, duty=duty, answer=answer, proposal=proposal, **more)
