"""Names that programs rely on: fields may come, none of these may go."""

import base64
import json
from hashlib import sha256

import pytest

from ideas.actions.voting import vote_on_idea
from participation.votes.ledger.sealing import seal_waiting
from search.indexing import index
from tests.factories import IdeaFactory

LIST = "items next count"
IDEA = (
    "id code title body html status stage consultation topic place author created edited version tally my_vote "
    "imported source url"
)
HEAD = "size root previous sealed_at key_id signed signature"


@pytest.fixture
def voted(consultation, mina, joon):
    """An idea with two sealed votes, which the search knows."""
    idea = IdeaFactory(author=mina, consultation=consultation, voting=True, title="심야버스를 늘려 주세요")
    for person in (mina, joon):
        vote_on_idea(user=person, idea=idea, value=1)
        seal_waiting()
    index(idea)
    return idea


def keys(shape: object, names: str) -> bool:
    return isinstance(shape, dict) and set(names.split()) <= set(shape)


def test_an_idea_and_lists_of_them(visitor, voted):
    page = visitor.get("/ideas?sort=popular").json()
    assert keys(page, LIST)
    for idea in (page["items"][0], visitor.get(f"/ideas/{voted.pk}").json()):
        assert keys(idea, IDEA)
        assert keys(idea["tally"], "support oppose threshold")
        assert keys(idea["author"], "name capacity")


@pytest.mark.parametrize("sort", ["newest", "popular", "supported", "needs_answer", "answered", "random&seed=7"])
def test_the_promised_orders(visitor, voted, sort):
    assert visitor.get(f"/ideas?sort={sort}&limit=100").status_code == 200


def test_a_vote_and_taking_it_back(as_joon, voted):
    cast = as_joon.put(f"/ideas/{voted.pk}/vote", {"value": 1}).json()
    assert keys(cast, "tally my_vote receipt")
    gone = as_joon.delete(f"/ideas/{voted.pk}/vote")
    assert (gone.status_code, gone.json()["my_vote"]) == (200, 0)


def test_the_search(visitor, voted):
    found = visitor.get("/search?q=버스&kind=idea&sort=date&from=2020-01-01&to=2100-01-01").json()
    assert keys(found, f"{LIST} facets suggestion notice engine")
    assert keys(found["items"][0], "kind id title snippet date url source")
    assert keys(found["facets"]["kind"][0], "value label count")


def test_what_is_near(visitor, voted):
    [near] = visitor.get("/ideas/similar?title=심야버스를 더 늘려 주세요").json()["items"]
    assert keys(near, "kind id title url source score")


def test_the_ledger(visitor, voted):
    head = visitor.get("/ledger/head").json()
    assert keys(head, HEAD)
    assert keys(head["previous"], "size root")
    assert str(head["size"]) in head["signed"]
    assert head["root"] in head["signed"]
    assert head["previous"]["root"] in head["signed"]
    assert keys(visitor.get("/ledger/keys").json()["keys"][0], "key_id public_key")
    entries = visitor.get("/ledger/entries?from=0&to=1").json()["entries"]
    assert [entry["index"] for entry in entries] == [0], "`to` is exclusive"
    leaf = base64.b64decode(entries[0]["leaf"])
    assert keys(json.loads(leaf), "idea voter value version at")
    receipt = sha256(b"\0" + leaf).hexdigest()
    assert keys(visitor.get(f"/ledger/proof/{receipt}?size=2").json(), "index size leaf path")
    assert keys(visitor.get("/ledger/consistency?first=1&second=2").json(), "first second path")


def test_a_problem(visitor):
    problem = visitor.get("/ideas?limit=0", **{"Accept-Language": "en"})
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert keys(problem.json(), "type title status code detail errors")
    assert keys(problem.json()["errors"][0], "field message")
