"""Votes, following and confirmation through the API."""

import pytest
from django.db import connection

from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from participation.accounts.models import IdentityLevel
from participation.contributions.actions import is_following
from participation.events.models import Event
from participation.votes.ledger.queueing import receipt_of
from tests.api.conftest import fields, is_problem
from tests.factories import ConsultationFactory, IdeaFactory


def test_a_vote_answers_the_tally_and_the_receipt_and_counts_once(as_joon, joon, idea):
    for _ in range(2):
        answer = as_joon.put(f"/ideas/{idea.pk}/vote", {"value": 1})
        assert answer.status_code == 200
        assert answer.json() == {
            "tally": {
                "support": 1,
                "present": 1,
                "oppose": 0,
                "threshold": idea.threshold,
                "points": None,
                "hidden_until": None,
            },
            "my_vote": 1,
            "my_vote_version": 1,
            "receipt": receipt_of(voter_id=joon.pk, idea=idea.pk),
        }
    assert Event.objects.filter(verb="idea.supported").count() == 1


def test_a_supporter_of_an_earlier_text_confirms_or_withdraws(as_mina, as_joon, idea):
    address = f"/ideas/{idea.pk}"
    as_joon.put(f"{address}/vote", {"value": 1})
    assert (
        as_mina.patch(address, {"body": "이제는 다른 것을 바랍니다. 택시입니다.", "is_slip": True}).status_code == 403
    )
    as_mina.patch(address, {"body": "이제는 다른 것을 바랍니다. 택시입니다."})
    seen = as_joon.get(address).json()
    assert (seen["text_version"], seen["my_vote_version"], seen["tally"]["present"], seen["tally"]["support"]) == (
        2,
        1,
        0,
        1,
    )
    repeated = as_joon.put(f"{address}/vote", {"value": 1}).json()
    assert (repeated["my_vote_version"], repeated["tally"]["present"]) == (1, 0), (
        "nobody confirms what they did not read"
    )
    confirmed = as_joon.put(f"{address}/vote", {"value": 1, "version": 2}).json()
    assert (confirmed["my_vote_version"], confirmed["tally"]["present"]) == (2, 1)
    is_problem(as_joon.put(f"{address}/vote", {"value": 1, "version": 0}), 422, "invalid")
    withdrawn = as_joon.delete(f"{address}/vote").json()
    assert (withdrawn["my_vote"], withdrawn["my_vote_version"], withdrawn["tally"]["present"]) == (0, None, 0)


def test_a_vote_reads_only_what_it_asks(as_joon, joon, idea, django_assert_max_num_queries):
    as_joon.put(f"/ideas/{idea.pk}/vote", {"value": 1})
    with django_assert_max_num_queries(11) as asked:
        answer = as_joon.delete(f"/ideas/{idea.pk}/vote")
    assert answer.json()["my_vote"] == 0
    assert not any('"ideas_idea"."body"' in each["sql"] for each in asked.captured_queries)


def test_withdrawing_answers_zero_and_repeats(as_joon, idea):
    as_joon.put(f"/ideas/{idea.pk}/vote", {"value": 1})
    for _ in range(2):
        answer = as_joon.delete(f"/ideas/{idea.pk}/vote")
        assert (answer.status_code, answer.json()["my_vote"], answer.json()["tally"]["support"]) == (200, 0, 0)


@pytest.mark.parametrize("value", [0, 2, -2, None, "1", True, 1.5, [1], {}, 10**30])
def test_only_plus_and_minus_one_are_votes(as_joon, idea, value):
    assert fields(is_problem(as_joon.put(f"/ideas/{idea.pk}/vote", {"value": value}), 422, "invalid")) == {"value"}
    idea.refresh_from_db()
    assert (idea.support_count, idea.oppose_count) == (0, 0)


def test_a_closed_stage_refuses_votes_and_still_tells_the_counts(visitor, as_joon):
    """S22"""
    closed = IdeaFactory(consultation=ConsultationFactory(stage="propose"), support_count=7)
    for answer in (as_joon.put(f"/ideas/{closed.pk}/vote", {"value": 1}), as_joon.delete(f"/ideas/{closed.pk}/vote")):
        is_problem(answer, 409, "stage_closed")
    assert visitor.get(f"/ideas/{closed.pk}").json()["tally"]["support"] == 7


def test_opposing_needs_a_stage_that_takes_it(as_joon, idea, consultation):
    is_problem(as_joon.put(f"/ideas/{idea.pk}/vote", {"value": -1}), 409, "stage_closed")
    both = IdeaFactory(consultation=ConsultationFactory(stage="vote_both"), voting=True)
    answer = as_joon.put(f"/ideas/{both.pk}/vote", {"value": -1}).json()
    assert (answer["my_vote"], answer["tally"]["oppose"]) == (-1, 1)


def test_a_missing_verification_is_named_with_its_level(as_joon, joon):
    """S28"""
    strict = ConsultationFactory(stage="vote", stage_fields={"identity_level": IdentityLevel.VERIFIED})
    wanted = IdeaFactory(consultation=strict, voting=True)
    problem = is_problem(as_joon.put(f"/ideas/{wanted.pk}/vote", {"value": 1}), 403, "verification_needed")
    assert problem["level"] == "verified"
    joon.identity_level = IdentityLevel.VERIFIED
    joon.save()
    assert as_joon.put(f"/ideas/{wanted.pk}/vote", {"value": 1}).status_code == 200


def test_the_last_vote_of_a_limited_number_is_the_last(as_joon):
    limited = ConsultationFactory(stage="vote", stage_fields={"votes_per_person": 1})
    first, second = (IdeaFactory(consultation=limited, status=Status.VOTING) for _ in range(2))
    assert as_joon.put(f"/ideas/{first.pk}/vote", {"value": 1}).status_code == 200
    is_problem(as_joon.put(f"/ideas/{second.pk}/vote", {"value": 1}), 409, "no_votes_left")
    as_joon.delete(f"/ideas/{first.pk}/vote")
    assert as_joon.put(f"/ideas/{second.pk}/vote", {"value": 1}).status_code == 200


def test_visitors_are_asked_to_sign_in(visitor, idea):
    answer = visitor.put(f"/ideas/{idea.pk}/vote", {"value": 1})
    is_problem(answer, 401, "sign_in_needed")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_nobody_votes_on_what_is_not_there_or_hidden(as_joon, consultation):
    hidden = IdeaFactory(consultation=consultation, hidden=True)
    for pk in (hidden.pk, 10**9, 2**63, 2**70):
        is_problem(as_joon.put(f"/ideas/{pk}/vote", {"value": 1}), 404, "not_found")


def test_following_and_not(as_joon, joon, idea):
    for _ in range(2):
        assert as_joon.put(f"/ideas/{idea.pk}/follow").json() == {"following": True}
    assert is_following(joon, idea)
    for _ in range(2):
        assert as_joon.delete(f"/ideas/{idea.pk}/follow").json() == {"following": False}
    assert not is_following(joon, idea)


def test_supporters_confirm_and_others_are_not_asked(as_joon, as_hana, joon, idea):
    vote_on_idea(user=joon, idea=idea, value=1)
    is_problem(as_joon.put(f"/ideas/{idea.pk}/confirmation", {"was_done": True}), 409, "illegal_transition")
    type(idea).objects.filter(pk=idea.pk).update(status=Status.DONE)
    answer = as_joon.put(f"/ideas/{idea.pk}/confirmation", {"was_done": False, "text": "아직입니다"})
    assert answer.json() == {
        "was_done": False,
        "text": "아직입니다",
        "confirmations": {"done": 0, "not_done": 1},
    }
    again = as_joon.put(f"/ideas/{idea.pk}/confirmation", {"was_done": True})
    assert again.json()["confirmations"] == {"done": 1, "not_done": 0}
    is_problem(as_hana.put(f"/ideas/{idea.pk}/confirmation", {"was_done": True}), 403, "not_allowed")
    problem = is_problem(as_joon.put(f"/ideas/{idea.pk}/confirmation", {"was_done": "yes"}), 422, "invalid")
    assert fields(problem) == {"was_done"}


def test_a_vote_needs_few_queries(as_joon, idea, django_assert_max_num_queries):
    as_joon.get("/me")
    with django_assert_max_num_queries(20 if connection.vendor == "sqlite" else 22):
        as_joon.put(f"/ideas/{idea.pk}/vote", {"value": 1})


def test_a_vote_against_takes_the_points_that_the_stage_says(as_mina, as_joon, visitor):
    """S34."""
    idea = IdeaFactory(consultation=ConsultationFactory(stage="vote_both", oppose_points=3))
    as_mina.put(f"/ideas/{idea.pk}/vote", {"value": 1})
    tally = as_joon.put(f"/ideas/{idea.pk}/vote", {"value": -1}).json()["tally"]
    assert (tally["support"], tally["oppose"], tally["points"]) == (1, 1, -2)
    assert visitor.get(f"/ideas/{idea.pk}").json()["tally"] == tally
    assert as_joon.delete(f"/ideas/{idea.pk}/vote").json()["tally"]["points"] == 1
