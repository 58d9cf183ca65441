"""A site with people and ideas, its processes, and what is done to them."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from scripts import services

from .crowd import Crowd, Person, Told
from .processes import Database, Pages, Worker
from .verdict import Verdict, judge

PEOPLE, IDEAS, LINES = 300, 40, 12
FAULTS = ("pages", "worker", "database")


@dataclass(frozen=True)
class Outcome:
    """What came of killing one thing so many times."""

    engine: str
    killed: str
    kills: int
    acknowledged: int
    # Votes a second: in the second before each kill the least, and over the whole time with what was away in it.
    rate_at_kills: int
    rate: int
    asked_again: int
    answered_again: int
    verdict: Verdict


@dataclass
class Site:
    engine: str
    pages: Pages
    worker: Worker
    database: Database | None
    people: list[Person]
    ideas: list[int]
    told: list[Told] = field(default_factory=lambda: [Told() for _ in range(LINES)])

    def endure(self, fault: str, *, kills: int, rate: float, at_least: float) -> Outcome:
        """Let people vote, kill one thing each time that so many do, and look at what is left."""
        before = [(each.acknowledged, each.asked_again, each.answered_again) for each in self.told]
        crowd = Crowd(self.pages.port, self.people, self.ideas, rate=rate, told=self.told)
        begun, rates = time.monotonic(), []
        crowd.start()
        try:
            for _ in range(kills):
                rates.append(crowd.gather(at_least))
                self.ways[fault]()
        finally:
            crowd.stop()
        took = time.monotonic() - begun
        voted, again, replayed = (
            sum(getattr(each, name) - old[place] for each, old in zip(self.told, before, strict=True))
            for place, name in enumerate(("acknowledged", "asked_again", "answered_again"))
        )
        verdict = judge(self.told)
        return Outcome(
            self.engine, fault, kills, voted, round(min(rates)), round(voted / took), again, replayed, verdict
        )

    @property
    def ways(self) -> dict[str, Callable[[], None]]:
        return {"pages": self._kill_pages, "worker": self._kill_worker, "database": self._kill_database}

    def _kill_pages(self) -> None:
        time.sleep(random.uniform(0.0, 0.5))
        self.pages.kill_oldest()

    def _kill_worker(self) -> None:
        time.sleep(random.uniform(0.0, 5.0))  # at any moment of its rounds, also before it has read its code
        self.worker.kill()
        self.worker.start()

    def _kill_database(self) -> None:
        """SQLite is in the processes that use it: they all go."""
        time.sleep(random.uniform(0.0, 0.5))
        if self.database is not None:
            self.database.kill()
            self.database.start()
            return
        self.pages.kill_all()
        self.worker.kill()
        self.pages.start()
        self.worker.start()
        self.pages.wait()


@contextmanager
def running(engine: str, url: str, database: Database | None) -> Iterator[Site]:
    """The site on a migrated database, which Django's own connection of this process is one to."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "DATABASE_URL": url}
    people, ideas = populate()
    pages, worker = Pages(services.free_port(), environment), Worker(environment)
    pages.start()
    worker.start()
    try:
        pages.wait()
        yield Site(engine, pages, worker, database, people, ideas)
    finally:
        pages.stop()
        worker.stop()


def populate() -> tuple[list[Person], list[int]]:
    from django.db import connections
    from django.utils import timezone

    from ideas.actions.posting import Proposal, submit_idea
    from participation.accounts.models import ApiToken, User
    from participation.consultations.models import ConsultationPage, Stage

    page = ConsultationPage.objects.filter(live=True).order_by("pk")[0]
    page.stages.all().delete()
    stage = Stage.objects.create(page=page, kind="propose", starts_at=timezone.now())
    made = User.objects.bulk_create(User(email=f"{n}@faults.example", public_name=f"{n}") for n in range(PEOPLE))
    scopes = [str(ApiToken.Scope.WRITE)]
    people = [Person(user.pk, ApiToken.issue(user=user, name="faults", scopes=scopes)[1]) for user in made]
    ideas = []
    for number in range(IDEAS):
        words = {"title": f"{number}번 제안입니다", "body": "밤에도 다니는 버스를 늘려 주세요."}
        ideas.append(submit_idea(user=made[0], proposal=Proposal.cleaned(consultation=page, **words)).pk)
    stage.kind = "vote_both"
    stage.save()
    connections.close_all()
    return people, ideas
