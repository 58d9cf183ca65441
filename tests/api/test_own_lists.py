"""What pages list for one person or one office, for programs."""

import pytest

from ideas.actions.posting import Proposal
from ideas.actions.voting import cast_on_idea, vote_on_idea
from ideas.paper.actions import enter_idea, enter_sheet
from participation.desk.bulk.actions import start_bulk
from participation.research.results import read
from participation.research.sets.actions import keep_set
from participation.votes.ledger.sealing import seal_waiting
from search.indexing import index
from search.vocabulary import learn
from tests.api.conftest import fields, is_problem
from tests.factories import IdeaFactory, UserFactory


def test_my_votes_come_with_their_receipts_and_only_to_me(as_mina, as_joon, joon, consultation):
    first, second = (IdeaFactory(consultation=consultation, voting=True) for _ in "ab")
    receipts = [cast_on_idea(user=joon, idea=idea, value=1).receipt for idea in (first, second)]
    seal_waiting()
    vote_on_idea(user=joon, idea=first, value=0)
    [mine] = as_joon.get("/me/votes").json()["items"]
    assert (mine["idea"], mine["value"], mine["receipt"], mine["index"]) == (second.pk, 1, receipts[1], 1)
    assert as_mina.get("/me/votes").json() == {"items": [], "next": None, "count": 0}


def test_my_jobs_for_many_ideas_are_listed_and_nobody_else_s(as_suho, suho, transport, consultation):
    owed = IdeaFactory(consultation=consultation, department=transport, owed=True)
    job = start_bulk(user=suho, ideas=[owed.pk], to="declined", reason="예산이 없습니다.")
    colleague = UserFactory(official=True, department=transport)
    start_bulk(user=colleague, ideas=[owed.pk], to="declined", reason="예산이 없습니다.")
    [listed] = as_suho.get("/desk/bulk").json()["items"]
    assert (listed["id"], listed["total"], listed["done"]) == (job.pk, 1, 0)


def test_my_result_sets_are_listed(as_mina, as_joon, mina, idea):
    index(idea)
    kept = keep_set(user=mina, asked=read("q=버스"))
    [listed] = as_mina.get("/research/sets").json()["items"]
    assert (listed["code"], listed["count"], listed["now"]) == (kept.code, kept.count, None)
    assert as_joon.get("/research/sets").json()["items"] == []


@pytest.mark.parametrize(("state", "found"), [("", 1), ("entered", 1), ("counted", 0)])
def test_sheets_of_all_ideas_are_listed_by_what_they_wait_for(as_suho, as_joon, suho, idea, state, found):
    enter_sheet(user=suho, idea=idea, number="장미-1", lines=["7001-11"])
    assert as_suho.get(f"/sheets?state={state}").json()["count"] == found
    is_problem(as_joon.get("/sheets"), 403, "not_allowed")


def test_who_told_an_idea_at_the_counter_claims_it(as_joon, as_mina, suho, consultation):
    proposal = Proposal.cleaned(
        title="경로당 앞 길을 고쳐 주세요", body="비가 오면 물이 고입니다.", consultation=consultation
    )
    entered, code = enter_idea(user=suho, proposal=proposal, consent="서명한 종이")
    claimed = as_joon.post("/counter/claim", {"code": code.lower()})
    assert (claimed.status_code, claimed.json()["id"]) == (200, entered.idea_id)
    assert as_joon.post("/counter/claim", {"code": code}).json()["id"] == entered.idea_id
    assert fields(is_problem(as_mina.post("/counter/claim", {"code": code}), 422, "invalid")) == {"code"}


def test_initial_consonants_suggest_a_word(visitor, consultation):
    index(IdeaFactory(consultation=consultation, title="미세먼지를 재는 곳을 늘려 주세요"))
    learn()
    assert [each["text"] for each in visitor.get("/search/suggestions?q=ㅁㅅㅁㅈ").json()["items"]] == ["미세먼지"]
    assert visitor.get("/search/suggestions?q=ㅁ").json()["items"] == []
