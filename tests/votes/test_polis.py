"""Real votes replayed: two conversations of pol.is, in the order of time, end as their own table of results says.

``POLIS_DATA`` names the folder with the conversations; without it there is nothing to replay. A later vote of a person
on a statement replaces the earlier one, which the totals of that site do not do; its table of participants does. "Pass"
is no vote here.
"""

import csv
import faulthandler
import gzip
import os
from pathlib import Path

import pytest
from voting.models import Vote

from ideas.actions.voting import add_up_votes, vote_on_idea
from ideas.models import Idea
from participation.accounts.models import User
from participation.events.checkup import examine
from tests.factories import ConsultationFactory, UserFactory

FOLDERS = sorted(Path(os.environ["POLIS_DATA"]).glob("*.*/")) if "POLIS_DATA" in os.environ else []


def table(folder, name):
    """The rows of a file, which is packed where it is large."""
    packed = folder / f"{name}.gz"
    with gzip.open(packed, "rt") if packed.exists() else (folder / name).open() as file:
        yield from csv.DictReader(file)


def people(numbers):
    author = UserFactory()
    User.objects.bulk_create(User(email=f"{n}@polis.example", public_name=f"{n}", password="!") for n in numbers)
    return author, {int(user.public_name): user for user in User.objects.filter(email__endswith="@polis.example")}


def statements(numbers, author):
    consultation = ConsultationFactory(stage="vote_both", threshold=None)
    ideas = []
    for number in numbers:
        idea = Idea(author=author, consultation=consultation)
        idea.write(title=f"Statement {number}", body="")
        ideas.append(idea)
    return dict(zip(numbers, Idea.objects.bulk_create(ideas), strict=True))


@pytest.mark.timeout(7200)
@pytest.mark.skipif(not FOLDERS, reason="POLIS_DATA names no folder with conversations")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_votes_in_the_order_of_time_end_as_the_table_of_participants(transactional_db, folder):
    faulthandler.cancel_dump_traceback_later()  # the watch over tests that hang: this one is long
    votes = sorted(table(folder, "votes.csv"), key=lambda row: int(row["timestamp"]))
    results = list(table(folder, "participants-votes.csv"))
    author, voters = people(sorted({int(row["voter-id"]) for row in votes} | {int(r["participant"]) for r in results}))
    ideas = statements(sorted({int(row["comment-id"]) for row in votes}), author)
    for row in votes:
        vote_on_idea(user=voters[int(row["voter-id"])], idea=ideas[int(row["comment-id"])], value=int(row["vote"]))
    add_up_votes()
    stored = {(vote.user_id, int(vote.object_id)): vote.vote for vote in Vote.objects.all()}
    wrong = cells = 0
    for result in results:
        for number, cell in ((int(name), value) for name, value in result.items() if name.isdigit()):
            ours = stored.get((voters[int(result["participant"])].pk, ideas[number].pk), 0) if number in ideas else 0
            cells, wrong = cells + 1, wrong + (ours != int(cell or 0))
    assert (wrong, cells) == (0, len(results) * sum(name.isdigit() for name in results[0]))
    counted = Idea.objects.in_bulk([idea.pk for idea in ideas.values()])
    assert sum(idea.support_count for idea in counted.values()) == sum(vote == 1 for vote in stored.values())
    assert dict(examine(repair=False))["tallies"] == 0
