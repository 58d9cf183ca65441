"""Ideas told at a counter: posted for somebody without an account, and claimed by them later."""

import re

import pytest

from ideas.actions.posting import Proposal
from ideas.actions.voting import vote_on_idea
from ideas.models import Idea
from ideas.paper.actions import claim_idea, enter_idea
from ideas.paper.models import CounterIdea
from participation.errors import Invalid, NotAllowed
from tests.factories import UserFactory

WORDS = {"title": "경로당 앞 길을 고쳐 주세요", "body": "비가 오면 물이 고여 넘어지는 분이 많습니다."}


@pytest.fixture
def told(suho, consultation):
    return enter_idea(
        user=suho, proposal=Proposal.cleaned(**WORDS, consultation=consultation), consent="서명한 종이", name="김순자"
    )


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_the_idea_says_who_told_it_and_who_wrote_it_down(client, told, transport):
    entered, _code = told
    page = client.get(f"/en{entered.idea.get_absolute_url()}").text
    assert "김순자" in page
    assert f"Told at a counter and written down by {transport.name}." in page
    assert "Written down at a counter" in page
    assert "서명한 종이" not in page


def test_who_does_not_want_to_be_named_is_not(client, suho, consultation):
    entered, _code = enter_idea(
        user=suho, proposal=Proposal.cleaned(**WORDS, consultation=consultation), consent="말로"
    )
    assert entered.is_anonymous
    assert "@invalid" not in client.get(entered.idea.get_absolute_url()).text


def test_the_code_makes_the_idea_that_of_an_account(client, told, joon):
    entered, code = told
    claimed = claim_idea(user=joon, code=code.lower().replace("-", " "))
    assert claimed == entered.idea
    assert fresh(entered.idea).author == joon
    assert claim_idea(user=fresh(joon), code=code) == claimed
    assert fresh(joon).same_person_as is None
    client.force_login(joon)
    assert WORDS["title"] in client.get("/ideas/mine/").text


def test_a_code_is_used_by_one_person(told, mina, joon):
    _entered, code = told
    claim_idea(user=joon, code=code)
    for wrong in (code, "ABCD-EFGH-JKMN", ""):
        with pytest.raises(Invalid):
            claim_idea(user=mina, code=wrong)


def test_claiming_gives_no_second_vote(told, joon, suho, consultation):
    entered, code = told
    vote_on_idea(user=joon, idea=fresh(entered.idea), value=1)
    claim_idea(user=joon, code=code)
    vote_on_idea(user=fresh(joon), idea=fresh(entered.idea), value=1)
    assert fresh(entered.idea).support_count == 1


def test_consent_is_noted_or_nothing_is_posted(suho, mina, consultation):
    proposal = Proposal.cleaned(**WORDS, consultation=consultation)
    with pytest.raises(Invalid) as refused:
        enter_idea(user=suho, proposal=proposal, consent=" ")
    assert set(refused.value.errors) == {"consent"}
    with pytest.raises(NotAllowed):
        enter_idea(user=mina, proposal=proposal, consent="말로")
    assert not Idea.objects.exists()


def test_an_official_posts_at_the_counter_and_the_person_claims_it(client, suho, joon, consultation):
    client.force_login(suho)
    form = {**WORDS, "consultation": consultation.pk, "consent": "서명한 종이"}
    assert client.post("/desk/counter/", form | {"title": "짧"}).status_code == 422
    answer = client.post("/desk/counter/", form)
    assert answer.status_code == 201
    code = re.search(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){2}", answer.text).group()
    client.force_login(joon)
    assert client.post("/accounts/me/counter/", {"code": "AAAA"}).status_code == 422
    assert client.post("/accounts/me/counter/", {"code": code}).url == CounterIdea.objects.get().idea.get_absolute_url()


def test_programs_post_at_the_counter(token_for, suho, consultation):
    body = {**WORDS, "consultation": consultation.slug, "consent": "서명한 종이", "name": "김순자"}
    made = token_for(suho).post("/counter/ideas", body)
    assert made.status_code == 201, made.content
    assert made.json()["idea"]["author"]["name"] == "김순자"
    assert claim_idea(user=UserFactory(), code=made.json()["code"]).pk == made.json()["idea"]["id"]
