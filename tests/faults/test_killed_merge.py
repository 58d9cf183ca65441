"""The worker is really killed in the midst of a merge, and of its undoing; whoever comes next ends both exactly."""

import os
import time

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from ideas.actions.voting import add_up_votes
from ideas.merging.actions import merge_ideas, unmerge_idea
from ideas.merging.carrying import BATCH
from ideas.merging.checking import check_merges
from ideas.merging.rows import State
from ideas.models import CarriedVote, Idea, Merge
from ideas.tallies import kept_tally, true_tally
from participation.accounts.models import User
from participation.events.outbox import LEASE
from participation.notifications.models import Notice
from participation.votes.models import VersionedVote
from tests.factories import ConsultationFactory, IdeaFactory
from tests.faults.processes import PATIENCE, Worker

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
SUPPORTERS = 12 * BATCH
BOTH = SUPPORTERS // 10


@pytest.fixture
def ideas(mina):
    """The one that stays and the one that goes; every tenth supporter of the latter supports both."""
    page = ConsultationFactory(stage="vote")
    kept, gone = (IdeaFactory(consultation=page, author=mina, status="voting") for _ in range(2))
    User.objects.bulk_create(User(email=f"{n}@merge.example", public_name=f"{n}") for n in range(SUPPORTERS))
    voters = list(User.objects.filter(email__endswith="@merge.example").order_by("pk").values_list("pk", flat=True))
    kind = ContentType.objects.get_for_model(Idea)
    for idea, theirs in ((gone, voters), (kept, voters[::10])):
        VersionedVote.objects.bulk_create(
            VersionedVote(user_id=one, content_type=kind, object_id=str(idea.pk), vote=1, time_stamp=idea.created_at)
            for one in theirs
        )
        Idea.objects.filter(pk=idea.pk).update(support_count=len(theirs))
    return kept, gone


@pytest.fixture
def worker(settings):
    """On the database of this test; its mails wait for longer than it lasts."""
    known = connection.settings_dict
    url = f"sqlite:///{known['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    more = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "DATABASE_URL": url, "MAIL_GROUPING_SECONDS": "3600"}
    worker = Worker(os.environ | more)
    yield worker
    worker.stop()


def wait(for_what):
    deadline = time.monotonic() + PATIENCE
    while not for_what():
        assert time.monotonic() < deadline, "the worker did not get there"
        time.sleep(0.01)


def kill_in_the_midst(worker, rows, of):
    """After its first batch, long before the last one."""
    before = rows.count()
    worker.start()
    wait(lambda: rows.count() > before)
    worker.kill()
    assert rows.count() < of, "the worker was too quick to be killed"


def test_a_merge_whose_worker_is_killed_ends_exactly_and_so_does_its_undoing(
    ideas, worker, hana, deliver_all, time_machine
):
    """S50, S51 and R2."""
    kept, gone = ideas
    merge = merge_ideas(user=hana, source=gone, target=kept, reason="같은 제안입니다.")
    rows = CarriedVote.objects.filter(merge=merge)
    kill_in_the_midst(worker, rows, SUPPORTERS)
    worker.start()
    wait(lambda: Merge.objects.filter(pk=merge.pk, carried_at__isnull=False).exists())
    worker.stop()
    assert_exact(kept, SUPPORTERS)
    assert rows.count() == SUPPORTERS

    unmerge_idea(user=hana, idea=Idea.objects.get(pk=gone.pk), reason="다른 제안입니다.")
    kill_in_the_midst(worker, rows.filter(state=State.RETURNED), SUPPORTERS - BOTH)
    worker.start()
    wait(lambda: Merge.objects.filter(pk=merge.pk, returned_at__isnull=False).exists())
    worker.stop()
    # What the killed ones were telling is told again after a while.
    time_machine.move_to(timezone.now() + LEASE)
    deliver_all()
    assert_exact(kept, BOTH)
    assert_exact(gone, SUPPORTERS)
    # Each was told once of the merge and once of its end, however often the worker died.
    for verb in ("idea.merged", "idea.unmerged"):
        told = list(Notice.objects.filter(event__verb=verb).values_list("user_id", flat=True))
        assert len(told) == len(set(told)) >= SUPPORTERS


def assert_exact(idea, supporters):
    add_up_votes()
    fresh = Idea.objects.get(pk=idea.pk)
    assert kept_tally(fresh) == true_tally(fresh)
    assert fresh.support_count == supporters
    assert check_merges(False) == 0
