"""R3: one person who tries in every way at once, over many connections, has one vote.

``VOTE_ATTEMPTS=10000 VOTE_CONNECTIONS=32`` is the size that is promised; the test run takes a small part of it.
"""

import json
import os
from collections import Counter

import pytest
from django.test import Client
from voting.models import Vote

from ideas.actions.voting import add_up_votes
from ideas.models import Idea, TallyChange
from participation.accounts.models import ApiToken
from participation.events.checkup import examine
from participation.events.models import Event
from participation.votes.ledger.models import QueuedLeaf
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory
from tests.votes.at_once import at_once

ATTEMPTS = int(os.environ.get("VOTE_ATTEMPTS", "160"))
CONNECTIONS = int(os.environ.get("VOTE_CONNECTIONS", "8"))
# What hangs in the small part must not hold up the run as long as the whole size may take.
SECONDS = 7200 if ATTEMPTS > 1000 else 240


@pytest.fixture
def ways(idea, joon):
    """Five ways to support the idea, each as a function that gives the status of the answer."""
    second = UserFactory(same_person_as=joon)
    _row, secret = ApiToken.issue(user=joon, name="script", scopes=["read", "write"])
    body, path = json.dumps({"value": 1}), f"/api/v1/ideas/{idea.pk}/vote"

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    def put(client, **headers):
        return client.put(path, body, content_type="application/json", headers=headers).status_code

    page, cookie, linked, retry = (signed_in(user) for user in (joon, joon, second, joon))
    return [
        lambda: page.post(f"/ideas/{idea.pk}/vote/", {"value": 1}).status_code,
        lambda: put(cookie),
        lambda: put(Client(), Authorization=f"Bearer {secret}"),
        lambda: put(linked),
        lambda: put(retry, **{"Idempotency-Key": "the-same-key"}),
    ]


@pytest.fixture
def idea(transactional_db):
    return IdeaFactory(consultation=ConsultationFactory(stage="vote_both"), threshold=2)


@pytest.mark.timeout(SECONDS)
def test_a_person_who_tries_every_way_at_once_has_one_vote(ways, idea):
    answers: Counter[int] = Counter()

    def try_on(first):
        for attempt in range(first, ATTEMPTS, CONNECTIONS):
            answers[ways[attempt % len(ways)]()] += 1

    at_once(*(lambda first=first: try_on(first) for first in range(CONNECTIONS)), seconds=SECONDS - 60)
    assert set(answers) == {200, 302}
    assert answers.total() == ATTEMPTS
    add_up_votes()
    assert Vote.objects.count() == 1
    assert Idea.objects.values_list("support_count", "oppose_count").get(pk=idea.pk) == (1, 0)
    assert Event.objects.filter(verb="idea.supported").count() == 1
    assert QueuedLeaf.objects.count() == 1
    assert not TallyChange.objects.exists()
    assert dict(examine(repair=False))["tallies"] == 0
