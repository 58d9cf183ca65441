"""Ideas in the search: there with the change itself, and votes a little later; and what an account leaves behind."""

from dataclasses import replace

import pytest

from ideas.actions.answering import assign_idea, prepare_answer, publish_answer
from ideas.actions.observing import Sighting, post_observation
from ideas.actions.posting import Proposal, edit_idea, submit_idea
from ideas.actions.voting import vote_on_idea
from ideas.drafts import purge_drafts
from ideas.life import Status
from ideas.models import Draft
from ideas.personal_data import ideas_of, tidy_up
from ideas.subscribers import carry_votes
from participation.moderation.actions import hide, unhide
from search.finding import find
from search.models import SearchDoc

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(mina, consultation):
    words = {"title": "심야버스 증차", "body": "밤에도 버스가 다니면 좋겠습니다."}
    proposal = Proposal.cleaned(**words, consultation=consultation)
    return submit_idea(user=mina, proposal=proposal)


def found(words: str) -> list[int]:
    return [hit.object_id for hit in find(words).hits]


def test_an_idea_is_found_by_its_words_and_its_code(posted):
    """S71."""
    assert found("심야버스") == [posted.pk]
    assert found(posted.code.lower())[0] == posted.pk


def test_an_edited_idea_is_found_by_its_new_words_only(mina, posted):
    words = {"title": "새벽 지하철 연장", "body": "첫차가 더 일렀으면 합니다."}
    proposal = Proposal.cleaned(**words, consultation=posted.consultation)
    edit_idea(user=mina, idea=posted, proposal=proposal)
    assert found("지하철") == [posted.pk]
    assert found("심야버스") == []


def test_a_hidden_idea_is_not_found_until_it_is_shown_again(hana, posted):
    """S73."""
    hide(user=hana, target=posted, reason="광고입니다.")
    assert found("심야버스") == []
    unhide(user=hana, target=posted, reason="광고가 아니었습니다.")
    assert found("심야버스") == [posted.pk]


def answered(suho, posted, **values):
    given = {"status": Status.ACCEPTED, "reason": "막차 시간을 늦추겠습니다."} | values
    return prepare_answer(user=suho, idea=posted, **given)


def answers_found(words: str) -> list[int]:
    return [hit.object_id for hit in find(f"종류:answer {words}").hits]


def test_an_answer_is_found_once_it_is_published(suho, posted):
    """S73."""
    answer = answered(suho, posted)
    assert answers_found("막차") == []
    publish_answer(user=suho, answer=answer)
    (hit,) = find("막차").hits
    assert (hit.kind, hit.object_id, hit.title) == ("answer", answer.pk, posted.title)
    assert (hit.url, hit.status) == (f"{posted.get_absolute_url()}#answers", Status.ACCEPTED)
    assert hit.author_name == suho.department.name
    assert answers_found("부서:교통과") == [answer.pk]


def test_an_interim_answer_is_found_too(suho, posted):
    answer = answered(suho, posted, status="", reason="현장 조사를 합니다.")
    publish_answer(user=suho, answer=answer)
    assert answers_found("현장") == [answer.pk]


def test_the_title_of_an_idea_finds_the_idea_and_not_its_answers(suho, posted):
    publish_answer(user=suho, answer=answered(suho, posted))
    assert [(hit.kind, hit.object_id) for hit in find("심야버스").hits] == [("idea", posted.pk)]


def test_the_answers_of_a_hidden_idea_are_hidden_with_it(hana, suho, posted):
    """S73."""
    publish_answer(user=suho, answer=answered(suho, posted))
    hide(user=hana, target=posted, reason="광고입니다.")
    assert find("막차").count == 0
    unhide(user=hana, target=posted, reason="광고가 아니었습니다.")
    assert find("막차").count == 1


def test_what_is_said_about_an_idea_shares_its_thread(mina, joon, suho, consultation):
    seen = post_observation(user=joon, sighting=Sighting(text="막차가 일찍 끊깁니다.", consultation=consultation))
    proposal = Proposal.cleaned(
        title="심야버스 증차", body="밤에도 버스가 다니면 좋겠습니다.", consultation=consultation
    )
    idea = submit_idea(user=mina, proposal=replace(proposal, observations=(seen,)))
    publish_answer(user=suho, answer=answered(suho, idea))
    threads = {hit.kind: hit.thread for hit in find("막차").hits}
    assert threads == {"answer": f"idea:{idea.pk}", "observation": f"idea:{idea.pk}"}
    assert SearchDoc.objects.get(kind="idea", object_id=idea.pk).thread == f"idea:{idea.pk}"


def test_the_department_in_charge_is_found_as_soon_as_it_is_named(suho, admin, transport, posted):
    assert found("부서:교통과 심야버스") == []
    assign_idea(user=admin, idea=posted, department=transport)
    assert found("부서:교통과 심야버스") == [posted.pk]


def test_votes_reach_the_search_with_the_next_round(joon, posted):
    vote_on_idea(user=joon, idea=posted, value=1)
    assert SearchDoc.objects.get(object_id=posted.pk, kind="idea").votes == 0
    assert carry_votes() == 1
    assert SearchDoc.objects.get(object_id=posted.pk, kind="idea").votes == 1
    assert carry_votes() == 0


def test_a_closed_account_leaves_its_ideas_without_its_name(mina, posted):
    """S84."""
    Draft.objects.create(pk="7f4f2a52-9d43-4a5e-a6a5-0a5f4f1f0c11", author=mina, browser_key="x", title="쓰다 만 글")
    assert ideas_of(mina)[0]["title"] == "심야버스 증차"
    tidy_up(None, user=mina)
    assert not Draft.objects.filter(idea=None).exists()
    assert SearchDoc.objects.get(object_id=posted.pk, kind="idea").author_name == ""


def test_old_drafts_of_visitors_go_and_those_of_people_stay(mina, time_machine):
    from datetime import timedelta

    from django.utils import timezone

    Draft.objects.create(pk="7f4f2a52-9d43-4a5e-a6a5-0a5f4f1f0c12", browser_key="x", title="버려진 글")
    kept = Draft.objects.create(pk="7f4f2a52-9d43-4a5e-a6a5-0a5f4f1f0c13", author=mina, browser_key="x")
    time_machine.move_to(timezone.now() + timedelta(days=31))
    assert purge_drafts() == 1
    assert [str(draft.pk) for draft in Draft.objects.all()] == [kept.pk]
