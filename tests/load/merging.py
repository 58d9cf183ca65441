"""How long it takes to carry the supporters of a merged idea, there and back, and what a vote meanwhile waits for.

`python -m tests.load.merging --supporters 100000` on an empty database of its own (DATABASE_URL).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from typing import Any

VOTERS = 2_000


def main(options: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--supporters", type=int, default=100_000)
    parser.add_argument("--vote", type=int, help="Vote on this idea until standard input ends; for the bench itself.")
    asked = parser.parse_args(options)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.load.settings")
    import django

    django.setup()
    if asked.vote:
        return _vote(asked.vote)
    _populate(asked.supporters)
    return _measure(asked.supporters)


def _populate(supporters: int) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.db import connection

    from ideas.models import Idea
    from participation.accounts.models import User
    from participation.votes.models import VersionedVote
    from tests.factories import ConsultationFactory, IdeaFactory

    call_command("migrate", verbosity=0)
    page = ConsultationFactory(stage="vote")
    kept, gone = (IdeaFactory(consultation=page, status="voting") for _ in range(2))
    people = [User(email=f"{n}@example.org", public_name=f"{n}", password="!") for n in range(supporters + VOTERS)]
    User.objects.bulk_create(people, batch_size=2_000)
    numbers = list(User.objects.filter(email__regex=r"^\d+@").order_by("pk").values_list("pk", flat=True))
    kind, rows = ContentType.objects.get_for_model(Idea), []
    # A tenth supports both, as happens with ideas that say the same.
    for idea, voters in ((gone, numbers[:supporters]), (kept, numbers[:supporters:10])):
        rows += [
            VersionedVote(user_id=voter, content_type=kind, object_id=str(idea.pk), vote=1, time_stamp=idea.created_at)
            for voter in voters
        ]
        Idea.objects.filter(pk=idea.pk).update(support_count=len(voters))
    VersionedVote.objects.bulk_create(rows, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _measure(supporters: int) -> int:
    from django.contrib.auth.models import AnonymousUser

    from ideas.actions.voting import add_up_votes
    from ideas.merging import carrying
    from ideas.merging.actions import merge_ideas, unmerge_idea
    from ideas.merging.checking import check_merges
    from ideas.models import Idea
    from ideas.tallies import kept_tally, true_tally
    from tests.factories import UserFactory

    del AnonymousUser
    kept, gone = Idea.objects.select_related("consultation").order_by("pk")[:2]
    moderator = UserFactory(moderator=True)
    with _votes_on(kept) as votes:
        began = time.monotonic()
        merge_ideas(user=moderator, source=gone, target=kept, reason="같은 제안입니다.")
        asked = time.monotonic() - began
        there = _carry(carrying)
        gone.refresh_from_db()
        unmerge_idea(user=moderator, idea=gone, reason="다른 제안입니다.")
        back = _carry(carrying)
    add_up_votes()
    kept.refresh_from_db()
    print(f"{supporters:,} supporters: the merge is answered after {asked:.2f} s; there {there}, back {back}")
    print(f"votes meanwhile: {votes.said}")
    wrong = check_merges(False)
    exact = kept_tally(kept) == true_tally(kept)
    print(f"votes that are not what the merges say: {wrong}; tally as the votes: {exact}")
    return int(bool(wrong) or not exact)


def _carry(carrying: Any) -> str:
    """By turns, as the worker does, without its pauses."""
    began, longest, turns = time.monotonic(), 0.0, 0
    processor = time.process_time()
    while True:
        turn = time.monotonic()
        if not carrying.go_on():
            break
        turns, longest = turns + 1, max(longest, time.monotonic() - turn)
    spent, processor = time.monotonic() - began, time.process_time() - processor
    return f"{spent:.1f} s ({processor:.1f} s of our processor, {turns} turns, the longest {longest:.2f} s)"


class _votes_on:  # noqa: N801  # read like a function
    """Somebody votes and withdraws all the time, in a process of their own."""

    def __init__(self, idea: Any) -> None:
        self.idea, self.said = idea.pk, ""

    def __enter__(self) -> _votes_on:
        command = [sys.executable, "-m", "tests.load.merging", "--vote", str(self.idea)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.process.stdout.readline()
        return self

    def __exit__(self, *error: object) -> None:
        said, _ = self.process.communicate("stop")
        self.said = said.strip()


def _vote(pk: int) -> int:
    import select

    from ideas.actions.voting import vote_on_idea
    from ideas.models import Idea
    from participation.accounts.models import User

    people = list(User.objects.filter(email__regex=r"^\d+@").order_by("-pk")[:VOTERS])
    idea = Idea.objects.select_related("consultation").get(pk=pk)
    print("ready", flush=True)
    times, number = [], 0
    while not select.select([sys.stdin], [], [], 0.01)[0]:
        began = time.monotonic()
        vote_on_idea(user=people[number % VOTERS], idea=idea, value=1 - number // VOTERS % 2)
        times.append(1000 * (time.monotonic() - began))
        number += 1
    times.sort()
    at = lambda share: round(times[int(share * (len(times) - 1))], 1)  # noqa: E731
    print(json.dumps({"votes": len(times), "median_ms": at(0.5), "p95_ms": at(0.95), "longest_ms": at(1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
