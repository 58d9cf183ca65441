"""Before an answer goes out: a colleague's approval, and a planned time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ideas.actions.answering import prepare_answer, publish_answer, transition_idea
from ideas.actions.approving import approve_answer, ask_approval, refuse_approval
from ideas.actions.planning import plan_answer, publish_planned
from ideas.life import Status
from ideas.models import Answer, AnswerApproval, Idea
from participation.accounts.models import ApiToken
from participation.desk.history import history_of
from participation.errors import ApprovalNeeded, Conflict, Invalid, NotAllowed, ReasonNeeded
from participation.events.models import Event
from participation.notifications.models import Notice
from tests.factories import IdeaFactory, UserFactory

REASON = "내년 예산에 두 대를 더 넣었습니다."


@pytest.fixture
def careful(transport):
    """The transport department, where a colleague approves each answer."""
    transport.answers_need_approval = True
    transport.save()
    return transport


@pytest.fixture
def bora(transport):
    return UserFactory(official=True, department=transport, public_name="보라")


@pytest.fixture
def owed(mina, consultation, transport):
    return IdeaFactory(author=mina, consultation=consultation, department=transport, owed=True)


def prepared(user, idea, reason=REASON, **more):
    return prepare_answer(user=user, idea=idea, status=Status.ACCEPTED, reason=reason, **more)


def fresh(answer):
    return Answer.objects.select_related("idea").get(pk=answer.pk)


def test_an_answer_waits_for_a_colleague_where_the_department_wants_it(careful, suho, owed):
    with pytest.raises(ApprovalNeeded):
        publish_answer(user=suho, answer=prepared(suho, owed))
    with pytest.raises(ApprovalNeeded):
        transition_idea(user=suho, idea=owed, to="declined", reason="예산이 없습니다.")
    assert Idea.objects.get(pk=owed.pk).status == Status.OWED


def test_a_department_that_wants_no_approval_publishes_at_once(suho, owed):
    assert publish_answer(user=suho, answer=prepared(suho, owed)).is_published


def test_one_click_of_a_colleague_lets_it_go_out_and_is_recorded_with_the_text(client, careful, suho, bora, owed):
    answer = prepared(suho, owed)
    client.force_login(suho)
    client.post(f"/desk/ideas/{owed.pk}/answers/{answer.pk}/ask/")
    client.force_login(bora)
    assert owed.title in client.get("/desk/?view=approval").text
    page = client.get(f"/en/desk/ideas/{owed.pk}/").text
    assert "Approve</button>" in page
    sent = client.post(
        f"/desk/ideas/{owed.pk}/answers/{answer.pk}/approve/", {"fingerprint": fresh(answer).fingerprint}
    )
    assert sent.status_code == 302
    kept = AnswerApproval.objects.get()
    assert (kept.colleague, kept.is_approval, kept.wording["reason"]) == (bora, True, REASON)
    assert publish_answer(user=suho, answer=fresh(answer)).is_published


def test_a_changed_text_is_approved_anew(careful, suho, bora, owed):
    answer = ask_approval(user=suho, answer=prepared(suho, owed))
    approve_answer(user=bora, answer=answer, fingerprint=answer.fingerprint)
    changed = prepared(suho, owed, reason=f"{REASON} 봄부터 다닙니다.", answer=answer)
    assert not changed.is_approved
    with pytest.raises(ApprovalNeeded):
        publish_answer(user=suho, answer=changed)


def test_saving_the_same_words_again_keeps_the_approval_and_the_author(careful, suho, bora, owed):
    answer = ask_approval(user=suho, answer=prepared(suho, owed))
    approve_answer(user=bora, answer=answer, fingerprint=answer.fingerprint)
    again = prepared(bora, owed, answer=answer)
    assert (again.is_approved, again.author) == (True, suho)


def test_nobody_approves_what_they_wrote_not_even_with_another_account(careful, suho, owed, transport):
    answer = ask_approval(user=suho, answer=prepared(suho, owed))
    other_account = UserFactory(official=True, department=transport)
    other_account.same_person_as = suho
    other_account.save()
    for user in (suho, other_account):
        with pytest.raises(NotAllowed):
            approve_answer(user=user, answer=answer, fingerprint=answer.fingerprint)


def test_nor_does_whoever_administrates_the_site_approve_their_own(client, careful, admin, owed):
    """The rules bind them, too: they are no colleague of themselves."""
    answer = ask_approval(user=admin, answer=prepared(admin, owed))
    client.force_login(admin)
    assert "Approve</button>" not in client.get(f"/en/desk/ideas/{owed.pk}/").text
    for act, words in ((approve_answer, {}), (refuse_approval, {"words": "다시 쓰십시오."})):
        with pytest.raises(NotAllowed):
            act(user=admin, answer=answer, fingerprint=answer.fingerprint, **words)


def test_whoever_changes_the_words_is_their_author_and_may_not_approve_them(careful, suho, bora, owed):
    answer = prepared(suho, owed)
    answer = ask_approval(user=bora, answer=prepared(bora, owed, reason="다른 말로 씁니다.", answer=answer))
    with pytest.raises(NotAllowed):
        approve_answer(user=bora, answer=answer, fingerprint=answer.fingerprint)
    assert approve_answer(user=suho, answer=answer, fingerprint=answer.fingerprint).is_approved


def test_officials_of_other_departments_do_not_approve(careful, suho, owed):
    answer = ask_approval(user=suho, answer=prepared(suho, owed))
    with pytest.raises(NotAllowed):
        approve_answer(user=UserFactory(official=True), answer=answer, fingerprint=answer.fingerprint)


def test_only_the_text_that_was_read_is_approved(careful, suho, bora, owed):
    answer = ask_approval(user=suho, answer=prepared(suho, owed))
    read = answer.fingerprint
    ask_approval(user=suho, answer=prepared(suho, owed, reason="몰래 바꾼 말", answer=answer))
    with pytest.raises(Conflict):
        approve_answer(user=bora, answer=answer, fingerprint=read)


def test_a_colleague_sends_it_back_with_words(client, careful, suho, bora, owed):
    answer = ask_approval(user=suho, answer=prepared(suho, owed))
    with pytest.raises(ReasonNeeded):
        refuse_approval(user=bora, answer=answer, fingerprint=answer.fingerprint, words=" ")
    client.force_login(bora)
    sent = {"fingerprint": answer.fingerprint, f"refusal-{answer.pk}-words": "예산과의 확인이 빠졌습니다."}
    assert client.post(f"/desk/ideas/{owed.pk}/answers/{answer.pk}/refuse/", sent).status_code == 302
    client.force_login(suho)
    assert "예산과의 확인이 빠졌습니다." in client.get(f"/desk/ideas/{owed.pk}/").text
    assert fresh(answer).approval_asked_at is None


def test_colleagues_are_asked_and_the_writer_hears_what_they_said(careful, suho, bora, owed, mina, deliver_all):
    answer = ask_approval(user=suho, answer=prepared(suho, owed))
    deliver_all()
    assert list(Notice.objects.values_list("user", "event__verb")) == [(bora.pk, "idea.approval_asked")]
    approve_answer(user=bora, answer=answer, fingerprint=answer.fingerprint)
    deliver_all()
    assert Notice.objects.filter(user=suho, event__verb="idea.answer_approved").exists()
    assert not Event.objects.filter(verb__contains="appro", is_public=True).exists()
    assert [step.text for step in history_of(owed)][:2] == ["답변을 승인함", "승인을 부탁함"]


# At a planned time


def test_a_planned_answer_goes_out_by_the_clock_once(suho, owed, deliver_all, time_machine):
    """S47."""
    answer = plan_answer(user=suho, answer=prepared(suho, owed), at=timezone.now() + timedelta(hours=2))
    assert publish_planned() == 0
    assert Idea.objects.get(pk=owed.pk).status == Status.OWED
    time_machine.move_to(timezone.now() + timedelta(hours=3))
    assert (publish_planned(), publish_planned()) == (1, 0)
    assert Idea.objects.get(pk=owed.pk).status == Status.ACCEPTED
    assert Event.objects.get(verb="idea.answered").actor == suho
    assert fresh(answer).publish_at is None
    deliver_all()
    assert Notice.objects.filter(event__verb="idea.answered", user=owed.author).count() == 1


def test_a_plan_that_cannot_be_kept_says_why_and_is_not_tried_again(
    client, careful, suho, owed, deliver_all, time_machine
):
    answer = plan_answer(user=suho, answer=prepared(suho, owed), at=timezone.now() + timedelta(hours=2))
    time_machine.move_to(timezone.now() + timedelta(hours=3))
    assert (publish_planned(), publish_planned()) == (1, 0)
    assert not fresh(answer).is_published
    deliver_all()
    assert Notice.objects.filter(user=suho, event__verb="idea.answer_plan_failed").exists()
    client.force_login(suho)
    assert (
        "계획한 때에 나가지 못했습니다. 이 답변은 나가기 전에 동료의 승인이"
        in client.get(f"/desk/ideas/{owed.pk}/").text
    )


def test_a_plan_is_made_and_taken_back_on_the_page(client, suho, owed):
    answer = prepared(suho, owed)
    client.force_login(suho)
    where = f"/desk/ideas/{owed.pk}/answers/{answer.pk}/plan/"
    later = timezone.localtime() + timedelta(days=1)
    assert client.post(where, {f"plan-{answer.pk}-at": later.strftime("%Y-%m-%dT%H:%M")}).status_code == 302
    assert fresh(answer).publish_at is not None
    assert client.post(where, {"do": "unplan"}).status_code == 302
    assert fresh(answer).publish_at is None
    past = client.post(where, {f"plan-{answer.pk}-at": "2020-01-01T09:00"})
    assert past.status_code == 422
    assert "지난 때입니다" in past.text


def test_a_published_answer_is_not_planned(suho, owed):
    answer = publish_answer(user=suho, answer=prepared(suho, owed))
    with pytest.raises(Invalid):
        plan_answer(user=suho, answer=answer, at=timezone.now() + timedelta(hours=1))


def test_the_api_asks_approves_and_plans(careful, suho, bora, owed):
    def caller(user):
        _row, secret = ApiToken.issue(user=user, name="script", scopes=["office"])
        return Client(headers={"authorization": f"Bearer {secret}"})

    as_suho, as_bora, kind = caller(suho), caller(bora), "application/json"
    body = {"status": "accepted", "reason": REASON, "publish": False}
    made = as_suho.post(f"/api/v1/ideas/{owed.pk}/answers", body, content_type=kind).json()
    assert made["approval"] == "needed"
    where = f"/api/v1/desk/ideas/{owed.pk}/answers/{made['id']}"
    assert as_suho.put(f"{where}/approval-request", {}, content_type=kind).json()["approval"] == "asked"
    said = {"approve": True, "fingerprint": made["fingerprint"]}
    assert as_suho.put(f"{where}/approval", said, content_type=kind).status_code == 403
    assert as_bora.put(f"{where}/approval", said, content_type=kind).json()["approval"] == "approved"
    at = (timezone.now() + timedelta(days=1)).isoformat()
    assert as_suho.put(f"{where}/plan", {"at": at}, content_type=kind).json()["planned"]
    assert as_suho.put(f"{where}/plan", {"at": "2030-01-01T09:00:00"}, content_type=kind).status_code == 422
    published = as_suho.post(f"/api/v1/ideas/{owed.pk}/answers/{made['id']}/publish", {}, content_type=kind).json()
    assert published["published"]
