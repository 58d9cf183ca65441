"""S35: while results are hidden, no address of the platform tells anybody how many voted for what."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from ideas.actions.voting import add_up_votes, show_results, vote_on_idea
from ideas.duties.figures import work_out_figures
from ideas.models import Idea
from ideas.subscribers import carry_votes
from participation.datasets.registry import tables
from participation.votes.ledger.sealing import seal_waiting
from participation.votes.patterns.following import follow_votes
from tests.factories import UserFactory

from .addresses import Address, all_addresses
from .url_matrix import PEOPLE

# What is made anew for each answer.
CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|"csrf_?[tT]oken": "\w+"|"ms": [\d.]+')
ORDERS = ("newest", "popular", "supported", "rising", "controversial", "near", "needs_answer", "answered")


@pytest.fixture
def secret(world, consultation, time_machine):
    """The world's consultation votes in secret; two people did already."""
    time_machine.move_to(timezone.now(), tick=False)
    now = timezone.now()
    consultation.stages.update(
        kind="vote_both", hides_results=True, starts_at=now - timedelta(days=9), ends_at=now + timedelta(days=1)
    )
    Idea.objects.update(created_at=now - timedelta(days=2), support_count=0, oppose_count=0)
    for value in (1, -1):
        vote_on_idea(user=UserFactory(), idea=fresh(world), value=value)
    work()
    return world


def fresh(world) -> Idea:
    return Idea.objects.get(pk=world.idea.pk)


def work() -> None:
    """What the worker does by the clock."""
    for job in (add_up_votes, show_results, carry_votes, seal_waiting, follow_votes, work_out_figures):
        job()


def told(client: Client, paths: dict[str, str]) -> dict[str, tuple[int, bytes]]:
    found = {}
    for key, path in paths.items():
        with transaction.atomic():
            answer = client.get(path)
            transaction.set_rollback(True)
        found[key] = answer.status_code, CHANGING.sub(b"", answer.getvalue())
    return found


def looked_at(world) -> dict[str, str]:
    """Every address that can be read, and the lists in every order."""
    paths = {address.key: world.path(address) for address in readable()}
    paths |= {f"list {order}": f"/ideas/?sort={order}" for order in ORDERS}
    paths |= {f"API {order}": f"/api/v1/ideas?sort={order}" for order in ORDERS}
    return paths | {"search": "/search/?q=버스&sort=votes", "API search": "/api/v1/search?q=버스&sort=votes"}


def readable() -> list[Address]:
    return [address for address in all_addresses() if address.method == "GET" and "logout" not in address.route]


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "mina"])
def test_no_address_tells_of_the_votes(person, secret, cast):
    client, paths = Client(raise_request_exception=False), looked_at(secret)
    if person in cast:
        client.force_login(cast[person], backend="django.contrib.auth.backends.ModelBackend")
    people = UserFactory.create_batch(24)
    told(client, paths)  # what is counted at the first look
    before = told(client, paths)
    for number, voter in enumerate(people):
        vote_on_idea(user=voter, idea=fresh(secret), value=1 if number % 3 else -1)
    work()
    after = told(client, paths)
    assert [key for key in paths if before[key] != after[key]] == []


def test_no_table_of_the_open_data_tells_of_the_votes(secret):
    people = UserFactory.create_batch(24)
    before = {table.name: list(table.rows()) for table in tables()}
    for voter in people:
        vote_on_idea(user=voter, idea=fresh(secret), value=1)
    work()
    after = {table.name: list(table.rows()) for table in tables()}
    assert before == after
