"""Fills an empty database with as many ideas as a nation writes: some made one by one, the rest copied and shifted."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from ideas import counts
from ideas.life import STEP, Status
from ideas.models import Idea
from ideas.ranking.half_life import DAY, DEFAULT, half_lives
from participation.accounts.models import User
from participation.consultations.models import ConsultationPage, Place, Topic

SEEDS = 10_000
SPACING = timedelta(seconds=37)
STATUSES = [*[Status.VOTING] * 6, Status.POSTED, Status.OWED, Status.ACCEPTED, Status.EXPIRED]
WORDS = [
    *("버스", "정류장", "공원", "나무", "골목", "시장", "학교", "도서관"),
    *("가로등", "자전거", "하천", "놀이터", "주차", "쓰레기", "보도"),
]


def populate(total: int) -> None:
    """Write ``total`` ideas and their counts."""
    consultation = ConsultationPage.objects.filter(live=True).order_by("pk").first()
    if consultation is None:
        raise RuntimeError("The migrations made no consultation.")
    author = User.objects.create_user("writer@example.org", public_name="글쓴이")
    topics = [Topic.objects.create(slug=f"bench-{n}", name=f"{word} 주제") for n, word in enumerate(WORDS[:8])]
    places = [Place.objects.create(slug=f"bench-{n}", name=f"{word} 동네") for n, word in enumerate(WORDS[8:])]
    now = timezone.now()
    seeds = [
        _idea(
            number, consultation, author, topics[number % 8], places[number % 7], now - timedelta(seconds=number * 37)
        )
        for number in range(min(total, SEEDS))
    ]
    Idea.objects.bulk_create(seeds, batch_size=500)
    _copy(total)
    counts.recount()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _idea(
    number: int, consultation: ConsultationPage, author: User, topic: Topic, place: Place, when: datetime
) -> Idea:
    status = STATUSES[number % len(STATUSES)]
    idea = Idea(
        author=author,
        consultation=consultation,
        topic=topic,
        place=place,
        status=status,
        step=STEP[status],
        support_count=number * 7919 % 997,
        threshold=100,
        created_at=when,
    )
    words = [WORDS[(number * step + step) % len(WORDS)] for step in range(2, 9)]
    idea.write(title=" ".join(words[:4]) + f" {number}번 제안", body=" ".join(words * 12))
    half_lives().place(idea)
    return idea


def _copy(total: int) -> None:
    """The seeds again and again, each time half a day further back."""
    columns = [str(field.column) for field in Idea._meta.concrete_fields if not (field.primary_key or field.generated)]
    table = Idea._meta.db_table
    for copy in range(1, total // SEEDS):
        shift = copy * 43_200
        is_sqlite = connection.vendor == "sqlite"
        changed = {
            "created_at": (
                f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', created_at, '-{shift} seconds')"
                if is_sqlite
                else f"created_at - interval '{shift} seconds'"
            ),
            "heat": f"heat - {shift / DEFAULT.days / DAY!r}",
            "local_heat": f"local_heat - {shift / DEFAULT.days / DAY!r}",
            "rising": f"rising - {shift / DAY!r}",
            "shuffle": f"(CAST(shuffle AS bigint) + {copy * 104_729}) %% 2147483647",
        }
        picked = ", ".join(changed.get(column, column) for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {picked} FROM {table} WHERE id <= %s",
                [Idea.objects.order_by("pk").values_list("pk", flat=True)[min(total, SEEDS) - 1]],
            )
