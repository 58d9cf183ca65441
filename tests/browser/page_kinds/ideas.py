"""Ideas: lists, one idea in each of its states, drafts, versions."""

import uuid
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from ideas.actions.answering import prepare_answer, publish_answer, report_progress
from ideas.actions.posting import Proposal, edit_idea, retire_idea
from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.models import Attachment, Draft, Idea
from participation.moderation.actions import hide
from tests.factories import (
    ConsultationFactory,
    PlaceFactory,
    TopicFactory,
)

from .table import POST, Site, Visit, kind, plain, png

plain("list-empty", "/ideas/")
plain("idea-new", "/ideas/new/")
plain("idea-new-with-errors", "/ideas/new/", person="mina", press=POST, status=422)
plain("drafts-empty", "/ideas/drafts/", person="mina")
plain("mine-empty", "/ideas/mine/", person="mina")


@kind("list")
def idea_list(site: Site) -> Visit:
    for trait in ("voting", "owed", "accepted", "declined", "done", "expired"):
        site.idea(**{trait: True}, topic=TopicFactory(name="교통"), place=PlaceFactory(name="은행동"))
    site.idea()
    return Visit("/ideas/?sort=newest", site.joon)


@kind("list-narrowed")
def narrowed_list(site: Site) -> Visit:
    topic = TopicFactory(name="교통")
    site.idea(topic=topic, voting=True)
    return Visit(f"/ideas/?topic={topic.pk}&status=voting&consultation={site.consultation.pk}", site.joon)


@kind("idea")
def idea(site: Site) -> Visit:
    body = (
        "## 무엇이 문제인가요\n\n**밤 11시**가 지나면 버스가 없습니다.\n\n- 기다립니다\n- 걷습니다\n\n> 택시를 탑니다"
    )
    found = site.idea(voting=True, threshold=50, body=body, topic=TopicFactory(name="교통"))
    for name, kind_ in (("map.png", Attachment.Kind.IMAGE), ("plan.pdf", Attachment.Kind.FILE)):
        attachment = Attachment(
            idea=found, kind=kind_, name=name, size=2048, alt="은행동 정류장", content_type="image/png"
        )
        attachment.file.save(name, ContentFile(png()))
    site.idea(title=found.title)
    return Visit(found.get_absolute_url(), site.joon)


@kind("idea-visitor")
def idea_for_a_visitor(site: Site) -> Visit:
    return Visit(site.idea(voting=True).get_absolute_url())


@kind("idea-own-supported")
def own_idea(site: Site) -> Visit:
    found = site.idea()
    vote_on_idea(user=site.mina, idea=found, value=1)
    return Visit(found.get_absolute_url(), site.mina)


@kind("idea-for-and-against")
def idea_for_and_against(site: Site) -> Visit:
    found = site.idea(consultation=ConsultationFactory(stage="vote_both"), voting=True, oppose_count=2)
    vote_on_idea(user=site.joon, idea=found, value=-1)
    return Visit(found.get_absolute_url(), site.joon)


@kind("idea-owed")
def owed_idea(site: Site) -> Visit:
    due = timezone.now() + timedelta(days=3)
    return Visit(site.idea(owed=True, department=site.transport, answer_due_at=due).get_absolute_url(), site.joon)


@kind("idea-overdue")
def overdue_idea(site: Site) -> Visit:
    due = timezone.now() - timedelta(days=3)
    return Visit(site.idea(owed=True, department=site.transport, answer_due_at=due).get_absolute_url())


def answered(site: Site, status: str = Status.ACCEPTED) -> Idea:
    found = site.idea(owed=True, department=site.transport)
    vote_on_idea(user=site.joon, idea=found, value=1)
    reason = "내년 3월부터 **두 대**를 더 다니게 합니다."
    publish_answer(user=site.suho, answer=prepare_answer(user=site.suho, idea=found, status=status, reason=reason))
    return Idea.objects.get(pk=found.pk)


@kind("idea-answered")
def answered_idea(site: Site) -> Visit:
    return Visit(answered(site).get_absolute_url(), site.joon)


@kind("idea-declined")
def declined_idea(site: Site) -> Visit:
    return Visit(answered(site, Status.DECLINED).get_absolute_url(), site.joon)


def carried_out(site: Site) -> Idea:
    found = answered(site)
    for percent in (40, 100):
        report_progress(
            user=site.suho, idea=Idea.objects.get(pk=found.pk), percent=percent, text="버스를 들여왔습니다."
        )
    return Idea.objects.get(pk=found.pk)


@kind("idea-done-to-confirm")
def idea_to_confirm(site: Site) -> Visit:
    return Visit(carried_out(site).get_absolute_url(), site.joon)


@kind("confirm-with-errors")
def confirm_with_errors(site: Site) -> Visit:
    return Visit(carried_out(site).get_absolute_url(), site.joon, ("내 말 보내기", "Send my word"), 422)


@kind("idea-expired")
def expired_idea(site: Site) -> Visit:
    return Visit(site.idea(expired=True, support_count=3).get_absolute_url(), site.joon)


@kind("idea-retired")
def retired_idea(site: Site) -> Visit:
    found, other = site.idea(), site.idea(title="심야버스를 늘립시다")
    retire_idea(user=site.mina, idea=found, instead=other, reason="같은 제안이 먼저 있었습니다.")
    return Visit(found.get_absolute_url(), site.joon)


@kind("idea-imported")
def imported_idea(site: Site) -> Visit:
    brought = {"source_board": "시민 게시판", "source_id": "7", "source_author": "김○○", "imported_support": 1204}
    return Visit(site.idea(author=None, **brought).get_absolute_url())


@kind("idea-hidden-own")
def hidden_idea_for_its_author(site: Site) -> Visit:
    found = site.idea()
    hide(user=site.hana, target=found, reason="광고입니다.")
    return Visit(found.get_absolute_url(), site.mina)


@kind("idea-hidden")
def hidden_idea(site: Site) -> Visit:
    found = site.idea()
    hide(user=site.hana, target=found, reason="광고입니다.")
    return Visit(found.get_absolute_url(), None, status=410)


def edited(site: Site) -> Idea:
    found = site.idea()
    proposal = Proposal.cleaned(
        title="심야버스를 세 대 더 늘려 주세요",
        body="밤 11시가 지나면 집에 갈 버스가 없습니다. 세 대면 됩니다.",
        consultation=site.consultation,
        topic=None,
        place=None,
        language="ko",
    )
    return edit_idea(user=site.mina, idea=found, proposal=proposal, note="대수를 고쳤습니다")


@kind("history")
def history(site: Site) -> Visit:
    return Visit(f"/ideas/{edited(site).pk}/history/")


@kind("diff")
def diff(site: Site) -> Visit:
    return Visit(f"/ideas/{edited(site).pk}/diff/1/2/")


@kind("edit")
def edit(site: Site) -> Visit:
    return Visit(f"/ideas/{site.idea().pk}/edit/", site.mina)


@kind("edit-with-errors")
def edit_with_errors(site: Site) -> Visit:
    found = site.idea(title="네 자", body="짧다")
    return Visit(f"/ideas/{found.pk}/edit/", site.mina, ("새 판 저장", "Save the new version"), 422)


@kind("edit-refused")
def edit_refused(site: Site) -> Visit:
    return Visit(f"/ideas/{answered(site).pk}/edit/", site.mina, status=409)


@kind("retire-with-errors")
def retire_with_errors(site: Site) -> Visit:
    site.idea()
    return Visit(f"/ideas/{site.idea().pk}/retire/", site.mina, ("내 제안 거두기", "Take my idea back"), 422)


@kind("draft")
def draft(site: Site) -> Visit:
    kept = Draft.objects.create(id=uuid.uuid4(), author=site.mina, browser_key="x", title="밤 버스")
    picture = Attachment(draft=kept, kind=Attachment.Kind.IMAGE, name="map.png", size=2048, content_type="image/png")
    picture.file.save("map.png", ContentFile(png()))
    return Visit(kept.get_absolute_url(), site.mina)


@kind("draft-without-alternative-text")
def draft_without_alternative_text(site: Site) -> Visit:
    visit = draft(site)
    return Visit(visit.path, visit.user, POST, 422)


@kind("drafts")
def drafts(site: Site) -> Visit:
    Draft.objects.create(id=uuid.uuid4(), author=site.mina, browser_key="x", title="밤 버스")
    return Visit("/ideas/drafts/", site.mina)


@kind("mine")
def mine(site: Site) -> Visit:
    site.idea()
    hide(user=site.hana, target=site.idea(), reason="광고입니다.")
    return Visit("/ideas/mine/", site.mina)
