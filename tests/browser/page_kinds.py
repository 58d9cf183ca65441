"""Every kind of page, and how to come to it: what the tests of all pages walk through."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from ideas.actions.answering import prepare_answer, publish_answer, report_progress
from ideas.actions.posting import Proposal, edit_idea, retire_idea
from ideas.actions.voting import vote_on_idea
from ideas.campaigns.actions import Theme, enter_idea, run_campaign
from ideas.campaigns.models import Campaign, CampaignEntry
from ideas.changes.actions import tell_story
from ideas.life import Status
from ideas.models import Attachment, Draft, Idea
from ideas.results.actions import Plan, Step, plan_result, report_result, stop_result
from ideas.results.models import Result
from ideas.uploads import Upload
from participation.accounts.models import Department, User
from participation.consultations.models import ConsultationPage
from participation.moderation.actions import hide
from participation.votes.patterns.models import CountingSettings, Pattern
from search.indexing import index
from tests.factories import (
    ConsultationFactory,
    IdeaFactory,
    ObservationFactory,
    PlaceFactory,
    TopicFactory,
)


@dataclass(frozen=True)
class Site:
    """The cast, and one consultation to speak in."""

    mina: User
    joon: User
    hana: User
    suho: User
    transport: Department
    consultation: ConsultationPage

    def idea(self, **fields: object) -> Idea:
        idea: Idea = IdeaFactory(**{"author": self.mina, "consultation": self.consultation, **fields})
        return idea


@dataclass(frozen=True)
class Visit:
    """An address, who goes there, and which button of the page (in Korean, in English) is pressed there."""

    path: str
    user: User | None = None
    press: tuple[str, str] | None = None
    status: int = 200


Arrive = Callable[[Site], Visit]
KINDS: dict[str, Arrive] = {}


def kind(name: str) -> Callable[[Arrive], Arrive]:
    def keep(arrive: Arrive) -> Arrive:
        KINDS[name] = arrive
        return arrive

    return keep


def plain(name: str, path: str, *, person: str = "", press: tuple[str, str] | None = None, status: int = 200) -> None:
    """A page that needs nothing but its address."""
    KINDS[name] = lambda site: Visit(path, getattr(site, person) if person else None, press, status)


POST = ("제안 올리기", "Post the idea")
SAVE = ("저장", "Save")
SIGN_IN = ("로그인", "Sign in")

plain("list-empty", "/ideas/")
plain("observations-empty", "/observations/")
plain("results-empty", "/results/")
plain("campaigns-empty", "/campaigns/")
plain("campaign-new", "/desk/campaigns/new/", person="suho")
plain("campaign-new-with-errors", "/desk/campaigns/new/", person="suho", press=("알리기", "Announce it"), status=422)
plain("changes-empty", "/changes/")
plain("changes-mine-empty", "/changes/mine/", person="mina")
plain("paper-empty", "/desk/paper/", person="suho")
plain("counter", "/desk/counter/", person="suho")
plain(
    "counter-with-errors",
    "/desk/counter/",
    person="suho",
    press=("이 사람의 제안으로 올리기", "Post it for the person"),
    status=422,
)
plain("claim", "/accounts/me/counter/", person="mina")
plain("idea-new", "/ideas/new/")
plain("idea-new-with-errors", "/ideas/new/", person="mina", press=POST, status=422)
plain("drafts-empty", "/ideas/drafts/", person="mina")
plain("mine-empty", "/ideas/mine/", person="mina")
plain("observation-new", "/observations/new/")
plain("observation-new-with-errors", "/observations/new/", person="mina", press=("보내기", "Send"), status=422)
plain("counting", "/counting/")
plain("search", "/search/")
plain("research", "/research/")
plain("research-alike-nothing", "/research/alike/")
plain("research-people-few", "/research/people/")
plain("research-beside-nothing", "/research/beside/")
plain("research-time-nothing", "/research/time/?q=우주선")
plain("open-data-empty", "/data/")
plain("search-nothing", "/search/?q=우주선")
plain("search-tries", "/search/?q=제안함 우주선&exact=on")
plain("desk-empty", "/desk/", person="suho")
plain("desk-evaluations-empty", "/desk/evaluations/", person="suho")
plain("desk-bulk-empty", "/desk/bulk/", person="suho")
plain("desk-bulk-nothing-chosen", "/desk/bulk/new/", person="suho")
plain("desk-templates-empty", "/desk/templates/", person="suho")
plain("desk-template-new", "/desk/templates/new/", person="suho")
plain("desk-template-with-errors", "/desk/templates/new/", person="suho", press=("저장", "Save"), status=422)
plain("desk-absences", "/desk/absences/", person="suho")
plain("desk-absences-with-errors", "/desk/absences/", person="suho", press=("저장", "Save"), status=422)
plain("moderation-empty", "/moderation/", person="hana")
plain("me", "/accounts/me/", person="mina")
plain("notices-empty", "/accounts/me/notices/", person="mina")
plain("profile", "/accounts/me/profile/", person="mina")
plain("mails", "/accounts/me/notifications/", person="mina")
plain("identity", "/accounts/me/identity/", person="mina")
plain(
    "identity-with-errors",
    "/accounts/me/identity/",
    person="mina",
    press=("본인확인하기", "Verify my identity"),
    status=422,
)
plain("security", "/accounts/me/security/", person="mina")
plain("export", "/accounts/me/data/", person="mina")
plain("close", "/accounts/me/close/", person="mina")
plain(
    "close-with-errors",
    "/accounts/me/close/",
    person="mina",
    press=("완전히 탈퇴하기", "Close my account for good"),
    status=422,
)
plain("login", "/accounts/login/")
plain("login-with-errors", "/accounts/login/", press=SIGN_IN, status=422)
plain("signup", "/accounts/signup/")
plain("signup-with-errors", "/accounts/signup/", press=("가입", "Sign up"), status=422)
plain("reset", "/accounts/password/reset/")
plain("reset-with-errors", "/accounts/password/reset/", press=("링크 보내기", "Send the link"), status=422)
plain("reset-sent", "/accounts/password/reset/done/")
plain("reset-too-old", "/accounts/password/reset/key/1-not-a-key/")
plain("confirm-mail-sent", "/accounts/confirm-email/")
plain("confirm-mail-too-old", "/accounts/confirm-email/not-a-key/")
plain("logout", "/accounts/logout/", person="mina")
plain("password-change", "/accounts/password/change/", person="mina")
plain("addresses", "/accounts/email/", person="mina")
plain("services", "/accounts/3rdparty/", person="mina")
plain("mfa", "/accounts/2fa/", person="mina")
plain("mfa-app", "/accounts/2fa/totp/activate/", person="mina")
plain("mfa-keys", "/accounts/2fa/webauthn/", person="mina")
plain("mfa-key-new", "/accounts/2fa/webauthn/add/", person="mina")
plain("reauthenticate", "/accounts/reauthenticate/", person="mina")
plain("principles", "/principles/")
plain("privacy", "/privacy/")
plain("accessibility", "/accessibility/")
plain("not-found", "/nothing/here/", status=404)
plain("not-allowed", "/desk/", person="mina", status=403)
plain("bad-address", "/ideas/?sort=nonsense", status=400)


@kind("home")
def home(site: Site) -> Visit:
    site.idea(voting=True, topic=TopicFactory(name="교통"), place=PlaceFactory(name="은행동"))
    site.idea(owed=True, department=site.transport)
    site.idea(done=True)
    ObservationFactory(author=site.mina, consultation=site.consultation)
    return Visit("/")


@kind("home-member")
def home_of_a_member(site: Site) -> Visit:
    site.idea(voting=True)
    return Visit("/", site.joon)


@kind("consultations")
def consultations(site: Site) -> Visit:
    ConsultationFactory(stage="vote")
    ConsultationFactory(stage="answer")
    ConsultationFactory(is_suggestion_box=True)
    return Visit("/consultations/")


@kind("consultation")
def consultation(site: Site) -> Visit:
    site.idea(voting=True)
    ObservationFactory(author=site.mina, consultation=site.consultation)
    return Visit(str(site.consultation.get_url()))


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


def png() -> bytes:
    """A small picture."""
    buffer = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(buffer, "PNG")
    return buffer.getvalue()


@kind("idea-visitor")
def idea_for_a_visitor(site: Site) -> Visit:
    return Visit(site.idea(voting=True).get_absolute_url())


@kind("idea-own-supported")
def own_idea(site: Site) -> Visit:
    found = site.idea()
    vote_on_idea(user=site.mina, idea=found, value=1)
    return Visit(found.get_absolute_url(), site.mina)


@kind("idea-asked-again")
def asked_again(site: Site) -> Visit:
    """A supporter of an earlier text, with the share of unusual votes beside the count."""
    found = site.idea(voting=True)
    vote_on_idea(user=site.joon, idea=found, value=1)
    words = Proposal.cleaned(
        title=found.title, body="이제는 택시를 늘렸으면 좋겠습니다.", consultation=found.consultation
    )
    edit_idea(user=site.hana, idea=Idea.objects.get(pk=found.pk), proposal=words)
    CountingSettings.objects.create(is_public=True)
    kind_of_idea = ContentType.objects.get_for_model(Idea)
    Pattern.objects.create(content_type=kind_of_idea, object_id=found.pk, unusual=2)
    return Visit(Idea.objects.get(pk=found.pk).get_absolute_url(), site.joon)


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


def with_result(site: Site) -> Result:
    """A result of two ideas, half done, with a step behind and one ahead of it, and a correction."""
    ideas = [answered(site), answered(site)]
    today = timezone.localdate()
    steps = [Step("차를 삽니다", today - timedelta(days=3)), Step("기사님을 모십니다", today + timedelta(days=30))]
    plan = Plan.cleaned(
        title="밤 버스 두 대를 더",
        text="은행동을 도는 **밤 버스**입니다.",
        cost=240_000_000,
        starts_on=today,
        milestones=steps,
    )
    result = plan_result(user=site.suho, plan=plan, ideas=ideas)
    for percent in (60, 40):
        report_result(user=site.suho, result=result, percent=percent, text="차를 샀습니다.")
    return Result.objects.get(pk=result.pk)


def with_story(site: Site) -> Idea:
    found = carried_out(site)
    words = "정류장마다 **의자**가 놓였습니다."
    photo = Upload(Attachment.Kind.IMAGE, "bench.png", "image/png", ContentFile(png(), name="bench.png"))
    tell_story(user=site.suho, idea=found, words=words, photo=photo, photo_alt="새로 놓은 의자", publish=True)
    return found


@kind("changes")
def changes(site: Site) -> Visit:
    with_story(site)
    return Visit("/changes/", site.joon)


@kind("changes-mine")
def changes_mine(site: Site) -> Visit:
    with_story(site)
    return Visit("/changes/mine/", site.joon)


@kind("story")
def story(site: Site) -> Visit:
    found = with_story(site)
    return Visit(f"/changes/{found.pk}/{found.slug}/", site.joon)


@kind("story-tell")
def story_tell(site: Site) -> Visit:
    return Visit(f"/changes/{with_story(site).pk}/tell/", site.suho)


@kind("story-tell-with-errors")
def story_tell_with_errors(site: Site) -> Visit:
    return Visit(f"/changes/{carried_out(site).pk}/tell/", site.suho, ("지금 올리기", "Publish now"), 422)


def with_campaign(site: Site) -> Campaign:
    now = timezone.now()
    words: dict[str, Any] = {
        "title": "밤길을 밝게",
        "text": "밤길을 밝히는 **제안**을 찾습니다.",
        "reward": "버스 한 달 표",
    }
    words |= {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=9)}
    campaign = run_campaign(user=site.suho, theme=Theme.cleaned(**words, consultation=site.consultation))
    enter_idea(user=site.suho, campaign=campaign, idea=answered(site))
    enter_idea(user=site.suho, campaign=campaign, idea=site.idea(voting=True))
    CampaignEntry.objects.filter(pk=CampaignEntry.objects.latest("-pk").pk).update(reward="버스 한 달 표")
    return campaign


@kind("campaigns")
def campaigns(site: Site) -> Visit:
    with_campaign(site)
    return Visit("/campaigns/")


@kind("campaign")
def campaign(site: Site) -> Visit:
    found = with_campaign(site)
    site.idea()
    return Visit(found.get_absolute_url(), site.mina)


@kind("list-with-campaign")
def list_with_campaign(site: Site) -> Visit:
    with_campaign(site)
    return Visit("/ideas/")


@kind("results")
def results(site: Site) -> Visit:
    with_result(site)
    return Visit("/results/")


@kind("result")
def result(site: Site) -> Visit:
    return Visit(with_result(site).get_absolute_url(), site.suho)


@kind("result-stopped")
def stopped_result(site: Site) -> Visit:
    stopped = stop_result(user=site.suho, result=with_result(site), reason="예산이 깎였습니다.")
    return Visit(stopped.get_absolute_url())


@kind("idea-with-result")
def idea_with_result(site: Site) -> Visit:
    first = with_result(site).ideas.first()
    assert first is not None
    return Visit(first.get_absolute_url(), site.joon)


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


@kind("observations")
def observations(site: Site) -> Visit:
    seen = ObservationFactory(author=site.mina, consultation=site.consultation, topic=TopicFactory(name="교통"))
    ObservationFactory(author=site.joon, consultation=site.consultation, place=PlaceFactory(name="은행동"))
    site.idea().observations.add(seen)
    return Visit("/observations/", site.joon)


@kind("observation")
def observation(site: Site) -> Visit:
    seen = ObservationFactory(
        author=site.mina, consultation=site.consultation, spot="3번 출구", photo_alt="꺼진 신호등"
    )
    seen.photo.save("seen.png", ContentFile(png()))
    site.idea().observations.add(seen)
    return Visit(seen.get_absolute_url(), site.joon)


@kind("research-time")
def research_time(site: Site) -> Visit:
    for number in range(3):
        index(site.idea(title=f"버스 {number}", created_at=timezone.now() - timedelta(days=40 * number)))
    return Visit("/research/time/?q=버스&with=제안")


@kind("research-words")
def research_words(site: Site) -> Visit:
    for number in range(6):
        index(site.idea(title=f"버스 정류장 {number}"))
        index(
            site.idea(
                title=f"공원 의자 {number}", body="앉을 곳이 없습니다.", created_at=timezone.now() - timedelta(days=60)
            )
        )
    return Visit("/research/words/?q=버스 OR 공원")


@kind("research-people")
def research_people(site: Site) -> Visit:
    for _ in range(6):
        index(IdeaFactory(title="버스", consultation=site.consultation))
    return Visit("/research/people/?q=버스")


@kind("research-beside")
def research_beside(site: Site) -> Visit:
    index(site.idea(title="버스 요금"))
    index(ObservationFactory(text="지하철 버스", author=site.mina, consultation=site.consultation))
    return Visit("/research/beside/?q=버스&with=지하철")


@kind("research-alike")
def research_alike(site: Site) -> Visit:
    ideas = [site.idea(title=f"심야버스 정류장 {word}") for word in ("의자", "지붕")]
    for idea in ideas:
        index(idea)
    return Visit(f"/research/alike/?like=idea:{ideas[0].pk}")


@kind("research-documents")
def research_documents(site: Site) -> Visit:
    index(site.idea())
    return Visit("/research/?q=버스")


@kind("search-results")
def search_results(site: Site) -> Visit:
    index(site.idea(topic=TopicFactory(name="교통")))
    index(ObservationFactory(author=site.mina, consultation=site.consultation))
    return Visit("/search/?q=버스")
