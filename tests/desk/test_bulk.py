"""One state for many ideas: each with its own line, each person with one mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from ideas.actions.answering import publish_answer, transition_idea
from ideas.actions.approving import approve_answer
from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.models import Answer, Idea
from participation.accounts.models import ApiToken
from participation.desk.bulk import actions
from participation.desk.bulk.actions import run_bulk, start_bulk
from participation.desk.models import BulkItem, BulkJob
from participation.errors import Invalid, NotAllowed, ReasonNeeded
from participation.events.models import Event
from participation.notifications.batches import release_batches
from participation.notifications.mailing import send_due_mail
from participation.notifications.models import Notice
from tests.factories import DepartmentFactory, IdeaFactory, UserFactory

REASON = "올해 예산 심의에서 모두 다루지 못했습니다."


@pytest.fixture
def make(mina, consultation, transport):
    def many(count, **more):
        fields = {"author": mina, "consultation": consultation, "department": transport, "owed": True} | more
        return [IdeaFactory(**fields) for _ in range(count)]

    return many


def run_all():
    while run_bulk():
        pass


def numbers(ideas):
    return [idea.pk for idea in ideas]


def test_two_hundred_ideas_each_get_their_line_and_each_supporter_one_mail(
    make, suho, joon, mina, deliver_all, time_machine
):
    """S49."""
    ideas = make(200)
    for idea in ideas[:3]:
        vote_on_idea(user=joon, idea=idea, value=1)
    deliver_all()
    start_bulk(user=suho, ideas=numbers(ideas), to="declined", reason=REASON)
    for _ in range(10):  # mails are sent in between, as the worker does
        run_bulk()
        deliver_all()
        time_machine.move_to(timezone.now() + timedelta(minutes=5))
        release_batches()
        send_due_mail()
    assert Event.objects.filter(verb="idea.answered").values("object_id").distinct().count() == 200
    assert Idea.objects.filter(status=Status.DECLINED).count() == 200
    assert Answer.objects.filter(published_at__isnull=False).count() == 200
    assert Notice.objects.filter(user=mina, event__verb="idea.answered").count() == 200
    told = [message for message in mail.outbox if message.to == [joon.email]]
    assert len(told) == 1
    assert all(idea.title in told[0].body for idea in ideas[:3])
    assert len([message for message in mail.outbox if message.to == [mina.email]]) == 1


def test_what_is_refused_says_why_and_keeps_nothing_from_its_turn(client, make, suho, transport):
    ready, retired = make(2), make(1, owed=False, retired=True)
    others = make(1, department=DepartmentFactory(slug="parks"))
    job = start_bulk(user=suho, ideas=numbers([*ready, *retired, *others]), to="accepted", reason=REASON)
    run_all()
    refused = {item.idea_id: item.words for item in job.items.refused()}
    assert set(refused) == set(numbers([*retired, *others]))
    assert all(refused.values())
    job.refresh_from_db()
    assert job.finished_at is not None
    client.force_login(suho)
    page = client.get(f"/desk/bulk/{job.pk}/").text
    assert "4개 가운데 4개를 처리했습니다." in page
    assert retired[0].title in page


def test_a_killed_worker_leaves_whole_items_and_another_goes_on(make, suho, monkeypatch):
    ideas = make(5)
    start_bulk(user=suho, ideas=numbers(ideas), to="declined", reason=REASON)
    real, calls = transition_idea, []

    def killed(**said):
        calls.append(said["idea"].pk)
        moved = real(**said)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return moved

    monkeypatch.setattr(actions, "transition_idea", killed)
    with pytest.raises(KeyboardInterrupt):
        run_bulk()
    assert Idea.objects.filter(status=Status.DECLINED).count() == BulkItem.objects.exclude(outcome="").count() == 2
    run_all()
    assert Answer.objects.count() == 5
    assert BulkJob.objects.get().finished_at is not None


def test_running_again_after_the_end_changes_nothing(make, suho):
    start_bulk(user=suho, ideas=numbers(make(2)), to="declined", reason=REASON)
    run_all()
    events = Event.objects.count()
    run_all()
    assert Event.objects.count() == events


def test_a_failure_of_one_idea_does_not_keep_the_others(make, suho, monkeypatch):
    ideas, real = make(3), transition_idea

    def broken(**said):
        if said["idea"].pk == ideas[1].pk:
            raise ValueError
        return real(**said)

    monkeypatch.setattr(actions, "transition_idea", broken)
    start_bulk(user=suho, ideas=numbers(ideas), to="declined", reason=REASON)
    run_all()
    assert list(BulkItem.objects.order_by("pk").values_list("outcome", flat=True)) == ["done", "refused", "done"]


@pytest.mark.parametrize(
    ("to", "reason", "error"), [("declined", " ", ReasonNeeded), ("voting", REASON, Invalid), ("x", REASON, Invalid)]
)
def test_a_job_needs_a_state_and_a_reason(make, suho, to, reason, error):
    """S48."""
    with pytest.raises(error):
        start_bulk(user=suho, ideas=numbers(make(1)), to=to, reason=reason)
    assert not BulkJob.objects.exists()


def test_a_job_is_about_something_and_comes_from_an_official(make, suho, mina):
    with pytest.raises(Invalid):
        start_bulk(user=suho, ideas=[], to="declined", reason=REASON)
    with pytest.raises(NotAllowed):
        start_bulk(user=mina, ideas=numbers(make(1)), to="declined", reason=REASON)


def test_ideas_are_ticked_in_a_list_or_all_that_match_are_taken(client, make, suho):
    ideas = make(3)
    client.force_login(suho)
    assert f'name="pk" value="{ideas[0].pk}"' in client.get("/desk/").text
    page = client.get("/en/desk/bulk/new/", {"pk": numbers(ideas[:2])})
    assert ">2 ideas</h2>" in page.text
    assert client.get("/desk/bulk/new/", {"all": "1", "view": "owed"}).context["count"] == 3
    sent = {"all": "1", "view": "owed", "to": "declined", "reason": REASON}
    job = client.post("/desk/bulk/new/", sent)
    assert BulkItem.objects.count() == 3
    assert client.get(job.url).status_code == 200
    assert "채택하지 않음" in client.get("/desk/bulk/").text


def test_a_refused_form_keeps_what_was_chosen(client, make, suho):
    ideas = make(2)
    client.force_login(suho)
    response = client.post("/desk/bulk/new/", {"pk": numbers(ideas), "to": "declined", "reason": ""})
    assert response.status_code == 422
    assert response.text.count('type="hidden" name="pk"') == 2
    assert not BulkJob.objects.exists()


def test_nobody_sees_the_job_of_a_colleague(client, make, suho, admin):
    job = start_bulk(user=suho, ideas=numbers(make(1)), to="declined", reason=REASON)
    client.force_login(admin)
    assert client.get(f"/desk/bulk/{job.pk}/").status_code == 404


def test_where_a_colleague_must_approve_answers_are_prepared_and_laid_before_them(client, make, suho, transport):
    """It is said beforehand, nothing goes out, and each colleague is told in one mail."""
    bora = UserFactory(official=True, department=transport, public_name="보라")
    transport.answers_need_approval = True
    transport.save()
    careful, free = make(3), make(1, department=DepartmentFactory(slug="parks"))
    client.force_login(suho)
    chosen = {"pk": numbers([*careful, *free])}
    assert "For 3 of them an answer is only prepared" in client.get("/en/desk/bulk/new/", chosen).text
    sent = client.post("/en/desk/bulk/new/", {"pk": numbers(careful), "to": "declined", "reason": REASON})
    run_all()
    assert set(Idea.objects.filter(pk__in=numbers(careful)).values_list("status", flat=True)) == {"owed"}
    waiting = Answer.objects.awaiting_approval()
    assert {(answer.idea_id, answer.status, answer.reason) for answer in waiting} == {
        (pk, "declined", REASON) for pk in numbers(careful)
    }
    page = client.get(sent.url).text
    assert "3 of 3 are dealt with." in page
    assert "3 answers are prepared and wait" in page
    client.force_login(bora)
    assert client.get("/desk/?view=approval").context["rows"]
    answer = waiting[0]
    approve_answer(user=bora, answer=answer, fingerprint=answer.fingerprint)
    publish_answer(user=suho, answer=answer)
    assert Idea.objects.get(pk=answer.idea_id).status == Status.DECLINED


def test_what_is_no_answer_needs_no_approval(make, suho, transport):
    transport.answers_need_approval = True
    transport.save()
    idea = make(1, owed=False, accepted=True)[0]
    start_bulk(user=suho, ideas=[idea.pk], to="in_progress", reason=REASON)
    run_all()
    assert Idea.objects.get(pk=idea.pk).status == Status.IN_PROGRESS


def test_the_api_starts_and_watches_a_job(make, suho, joon, deliver_all, time_machine):
    """S49: a line in each idea's life, and one mail to whoever supports several."""
    ideas = make(2)
    for idea in ideas:
        vote_on_idea(user=joon, idea=idea, value=1)
    deliver_all()
    _row, secret = ApiToken.issue(user=suho, name="script", scopes=["office"])
    client, kind = Client(headers={"authorization": f"Bearer {secret}"}), "application/json"
    body = {"to": "declined", "reason": REASON, "matching": {"view": "owed"}}
    key = {"Idempotency-Key": "once"}
    made = client.post("/api/v1/desk/bulk", body, content_type=kind, headers=key)
    again = client.post("/api/v1/desk/bulk", body, content_type=kind, headers=key)
    assert (made.status_code, made.json()["total"], again.json()["id"]) == (201, 2, made.json()["id"])
    run_all()
    where = f"/api/v1/desk/bulk/{made.json()['id']}"
    assert client.get(where).json()["done"] == 2
    items = client.get(f"{where}/items?outcome=done").json()["items"]
    assert [item["idea"] for item in items] == numbers(ideas)
    for idea in ideas:
        life = client.get(f"/api/v1/ideas/{idea.pk}/timeline").json()["items"]
        assert [point["verb"] for point in life].count("idea.answered") == 1
    deliver_all()
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    release_batches()
    send_due_mail()
    assert [message.to for message in mail.outbox].count([joon.email]) == 1
