"""Ideas, what was observed and what the public body answered, as open data: what the public lists show, no more."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Max, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Capacity, User
from participation.consultations.ladder import Obligation
from participation.consultations.models import ConsultationPage
from participation.contributions.models import Contribution
from participation.datasets.columns import Column, Row, Table, coded
from participation.datasets.masking import without_addresses
from participation.datasets.registry import DIVIDED, HIDDEN, MERGED, RETIRED, Removal, register, register_removals
from participation.moderation.models import Report

from .duties import open_data as of_duties  # noqa: F401  # adds its tables
from .life import FOLDED, Status, Step
from .merging import open_data as of_merging
from .models import Answer, Idea, IdeaQuerySet, IdeaVersion, Observation, ProgressNote
from .ranking import open_data as of_ranking  # noqa: F401  # adds its table

BATCH = 500


def author_of(author: User | None, outside: str = "") -> str:
    """The public name, as the page shows it; a closed account has none."""
    if author is None:
        return outside
    return author.public_name if author.closed_at is None else ""


def _hiding() -> set[int]:
    """Consultations whose counts nobody may see yet."""
    return {page.pk for page in ConsultationPage.objects.that_hide_results() if page.hides_results()}


def ideas() -> Iterator[Row]:
    """Those of the public lists."""
    hiding = _hiding()
    for idea in _read(Idea.objects.listed()):
        yield _row(idea, is_counted=idea.consultation_id not in hiding)


def folded_ideas() -> Iterator[Row]:
    """Those that lists leave out, and that can still be read."""
    hiding = _hiding()
    for idea in _read(Idea.objects.published().filter(status__in=FOLDED)):
        yield *_row(idea, is_counted=idea.consultation_id not in hiding), idea.goes_on_in


def _read(rows: IdeaQuerySet) -> Iterator[Any]:
    rows = rows.select_related("author").defer("html").order_by("pk")
    # What is hidden is named nowhere, not even by its number.
    rows = rows.annotate(
        goes_on_in=Case(When(merged_into__hidden_at=None, then="merged_into_id")),
        part_of=Case(When(split_from__hidden_at=None, then="split_from_id")),
    )
    return rows.iterator(chunk_size=BATCH)


def _row(idea: Any, *, is_counted: bool) -> Row:
    return (
        idea.pk,
        idea.code,
        without_addresses(idea.title),
        without_addresses(idea.body),
        idea.language,
        idea.version,
        author_of(idea.author, idea.source_author),
        idea.capacity,
        idea.spoke_for_id,
        idea.consultation_id,
        idea.topic_id,
        idea.place_id,
        idea.status,
        idea.step,
        idea.support_count if is_counted else None,
        idea.present_support if is_counted else None,
        idea.oppose_count if is_counted else None,
        idea.threshold,
        idea.created_at,
        idea.edited_at,
        idea.closes_at,
        idea.threshold_met_at,
        idea.answer_due_at,
        idea.obliges if idea.status == Status.OWED else None,
        idea.answered_at,
        idea.department_id,
        idea.progress,
        idea.confirmed_count,
        idea.disputed_count,
        idea.source_board,
        idea.source_id,
        idea.source_url,
        idea.imported_support,
        idea.part_of,
        f"{settings.BASE_URL}/ideas/{idea.pk}/{idea.slug}/",
    )


def versions() -> Iterator[Row]:
    rows = IdeaVersion.objects.filter(idea__hidden_at=None).order_by("pk").defer("html")
    for row in rows.iterator(chunk_size=BATCH):
        title, body, note = (without_addresses(text) for text in (row.title, row.body, row.note))
        yield row.pk, row.idea_id, row.number, title, body, note, row.created_at


def observations() -> Iterator[Row]:
    rows = Observation.objects.published().select_related("author").order_by("pk")
    for row in rows.iterator(chunk_size=BATCH):
        yield (
            row.pk,
            without_addresses(row.text),
            row.language,
            author_of(row.author),
            row.capacity,
            row.consultation_id,
            row.topic_id,
            row.place_id,
            without_addresses(row.spot),
            without_addresses(row.photo_alt),
            row.agree_count,
            row.created_at,
            f"{settings.BASE_URL}/observations/{row.pk}/",
        )


def beginnings() -> Iterator[Row]:
    """Which observations an idea began with; both ends can be seen."""
    through = Idea.observations.through
    rows = through._default_manager.filter(idea__hidden_at=None, observation__hidden_at=None).order_by("pk")
    yield from rows.values_list("pk", "idea_id", "observation_id").iterator(chunk_size=BATCH)


def answers() -> Iterator[Row]:
    rows = Answer.objects.filter(published_at__isnull=False, idea__hidden_at=None).select_related("author")
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        yield (
            row.pk,
            row.idea_id,
            row.is_interim,
            row.status or None,
            without_addresses(row.reason),
            row.department_id,
            author_of(row.author),
            row.published_at,
        )


def progress() -> Iterator[Row]:
    rows = ProgressNote.objects.filter(idea__hidden_at=None).order_by("pk").defer("html")
    for row in rows.iterator(chunk_size=BATCH):
        yield row.pk, row.idea_id, row.percent, without_addresses(row.text), row.created_at


def _rules_broken(model: type[Contribution], numbers: list[int]) -> dict[int, str]:
    """The reason of the latest report that a moderator upheld: a word of the house rules, nobody's own words."""
    kind = ContentType.objects.get_for_model(model)
    upheld = Report.objects.filter(content_type=kind, object_id__in=numbers, upheld=True)
    latest = upheld.values("object_id").annotate(last=Max("pk")).values("last")
    return dict(Report.objects.filter(pk__in=latest).values_list("object_id", "reason"))


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def removed_ideas() -> Iterator[Removal]:
    """Hidden ones, and those that can still be read: taken back by their authors, merged or divided."""
    gone = Idea.objects.filter(Q(hidden_at__isnull=False) | Q(status__in=[Status.RETIRED, *FOLDED])).order_by("pk")
    gone = gone.annotate(folded_at=of_merging.folded_at(), in_place=Coalesce("merged_into_id", "retired_for_id"))
    # Whoever stands for it has to be seen.
    gone = gone.annotate(
        instead=Case(When(merged_into__hidden_at=None, retired_for__hidden_at=None, then="in_place")),
    )
    columns = gone.values_list("pk", "status", "hidden_at", "folded_at", "instead")
    for batch in _batches(columns.iterator(chunk_size=BATCH)):
        rules = _rules_broken(Idea, [row[0] for row in batch])
        for pk, status, hidden_at, at, instead in batch:
            if hidden_at:
                yield Removal("idea", pk, hidden_at, HIDDEN, rules.get(pk, ""))
            else:
                yield Removal("idea", pk, at, GONE_AS[status], instead=instead)


def removed_observations() -> Iterator[Removal]:
    gone = Observation.objects.filter(hidden_at__isnull=False).order_by("pk").values_list("pk", "hidden_at")
    for batch in _batches(gone.iterator(chunk_size=BATCH)):
        rules = _rules_broken(Observation, [row[0] for row in batch])
        for pk, hidden_at in batch:
            yield Removal("observation", pk, hidden_at, HIDDEN, rules.get(pk, ""))


GONE_AS = {Status.RETIRED: RETIRED, Status.MERGED: MERGED, Status.SPLIT: DIVIDED}

NUMBER = Column("id", "integer", _("number"))
IDEA = Column("idea", "integer", _("the idea it belongs to"), refers="ideas")
CONSULTATION = Column("consultation", "integer", _("the consultation it was put to"), refers="consultations")
TOPIC = Column("topic", "integer", _("what it is about"), refers="topics")
PLACE = Column("place", "integer", _("where it is about"), refers="places")
LANGUAGE = Column("language", "string", _("language of the text, where it is known"))
AUTHOR = Column("author", "string", _("public name; empty where the account is closed"))
CAPACITY = Column("capacity", "string", _("in which role it was said"), codes=coded(Capacity.choices))
AT = Column("created_at", "datetime", _("when it was posted"))
URL = Column("url", "string", _("its page"))
TEXT = _("the text as it was written (Markdown); mail and network addresses are masked")

IDEA_COLUMNS = (
    NUMBER,
    Column("code", "string", _("reference code that people quote")),
    Column("title", "string", _("title")),
    Column("body", "string", TEXT),
    LANGUAGE,
    Column("version", "integer", _("how often it was written, the first time included")),
    AUTHOR,
    CAPACITY,
    Column("spoke_for", "integer", _("the department in whose name it was said"), refers="departments"),
    CONSULTATION,
    TOPIC,
    PLACE,
    Column("status", "string", _("state"), codes=coded(Status.choices)),
    Column("stage", "string", _("where it stands on observe, post, vote, confirm"), codes=coded(Step.choices)),
    Column("support", "integer", _("votes for it; empty while the consultation hides its results")),
    Column("present", "integer", _("votes for its present text; empty while the consultation hides its results")),
    Column("oppose", "integer", _("votes against it; empty while the consultation hides its results")),
    Column("threshold", "integer", _("supporters from which an answer is owed")),
    AT,
    Column("edited_at", "datetime", _("when it was changed last")),
    Column("closes_at", "datetime", _("until when it looks for support")),
    Column("threshold_met_at", "datetime", _("when it had the supporters from which an answer is owed")),
    Column("answer_due_at", "datetime", _("until when the answer is owed")),
    Column("obliges", "string", _("what is owed by then; empty: nothing"), codes=coded(Obligation.choices)),
    Column("answered_at", "datetime", _("when it was answered")),
    Column("department", "integer", _("the department in charge"), refers="departments"),
    Column("progress", "integer", _("per cent that are carried out")),
    Column("confirmed", "integer", _("supporters who say that it was done")),
    Column("disputed", "integer", _("supporters who say that it was not")),
    Column("source_board", "string", _("the board it was imported from; empty: written here")),
    Column("source_id", "string", _("its number on that board")),
    Column("source_url", "string", _("its address on that board")),
    Column("imported_support", "integer", _("supporters counted on that board; they are no votes here")),
    Column("split_from", "integer", _("the divided idea that it is a part of"), refers="ideas"),
    URL,
)

register(
    Table(
        name="ideas",
        title=_("Ideas"),
        description=_("Every public idea, as the list of ideas shows it."),
        columns=IDEA_COLUMNS,
        rows=ideas,
    )
)
register(
    Table(
        name="folded_ideas",
        title=_("Ideas that were merged or divided"),
        description=_(
            "Those that the list of ideas leaves out, because others stand for them. Other tables name both by number."
        ),
        columns=(
            *IDEA_COLUMNS,
            Column(
                "merged_into",
                "integer",
                _("the idea it was merged into; its supporters are counted there as well"),
                refers="ideas",
            ),
        ),
        rows=folded_ideas,
    )
)
register(
    Table(
        name="idea_versions",
        title=_("Versions of ideas"),
        description=_("What each idea said at each time."),
        columns=(
            NUMBER,
            IDEA,
            Column("number", "integer", _("which version, from 1")),
            Column("title", "string", _("title")),
            Column("body", "string", TEXT),
            Column("note", "string", _("what changed, in the author’s words")),
            AT,
        ),
        rows=versions,
    )
)
register(
    Table(
        name="observations",
        title=_("Observations"),
        description=_("Every public observation, as the board shows it. Photos are not in it."),
        columns=(
            NUMBER,
            Column("text", "string", _("what was seen; mail and network addresses are masked")),
            LANGUAGE,
            AUTHOR,
            CAPACITY,
            CONSULTATION,
            TOPIC,
            PLACE,
            Column("spot", "string", _("where exactly")),
            Column("photo_alt", "string", _("what the photo shows, in words")),
            Column("agreed", "integer", _("people who saw that too")),
            AT,
            URL,
        ),
        rows=observations,
    )
)
register(
    Table(
        name="idea_observations",
        title=_("Observations behind ideas"),
        description=_("Which observations an idea began with."),
        columns=(
            NUMBER,
            Column("idea", "integer", _("the idea it belongs to"), refers="ideas"),
            Column("observation", "integer", _("the observation it began with"), refers="observations"),
        ),
        rows=beginnings,
    )
)
register(
    Table(
        name="answers",
        title=_("Answers of the office"),
        description=_("Every published answer to a public idea; what is only prepared is not in it."),
        columns=(
            NUMBER,
            IDEA,
            Column("is_interim", "boolean", _("whether it answers only for the time being")),
            Column(
                "decision", "string", _("decision; empty where it is an interim answer"), codes=coded(Status.choices)
            ),
            Column("reason", "string", TEXT),
            Column("department", "integer", _("the department that answers"), refers="departments"),
            Column("author", "string", _("public name of the official")),
            Column("published_at", "datetime", _("when it was published")),
        ),
        rows=answers,
    )
)
register(
    Table(
        name="progress",
        title=_("Progress"),
        description=_("How far accepted ideas have come, told by the department in charge."),
        columns=(
            NUMBER,
            IDEA,
            Column("percent", "integer", _("per cent that are carried out")),
            Column("text", "string", TEXT),
            AT,
        ),
        rows=progress,
    )
)
register_removals("idea", removed_ideas)
register_removals("observation", removed_observations)
