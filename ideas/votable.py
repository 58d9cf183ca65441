"""The idea as a vote needs it: what the rules of voting ask and the answer says, and nothing that only a page shows.

With its consultation and its stages in one statement, which PostgreSQL plans once: it is asked with every vote.
"""

from operator import itemgetter

from participation.asking import Part, rows
from participation.consultations.models import ConsultationPage, Stage

from .models import Idea

IDEA = Part(
    Idea,
    {
        *("id", "author", "consultation", "hidden_at", "created_at", "slug", "version", "text_version", "status"),
        *("closes_at", "support_count", "oppose_count", "earlier_support", "threshold", "threshold_met"),
        *("ran_out", "holds_others"),
    },
)
PAGE = Part(ConsultationPage, {"id", "page_ptr", "live", "supporters_at_most", "takes_more", "oppose_points"})
STAGE = Part(
    Stage,
    {
        *("id", "page", "kind", "starts_at", "ends_at", "votes_per_person", "identity_level", "votes_at_least"),
        "hides_results",
    },
)
_ASK = f"""
    SELECT {", ".join([*IDEA.columns, *PAGE.columns, *STAGE.columns])}
    FROM ideas_idea
    JOIN consultations_consultationpage ON consultations_consultationpage.page_ptr_id = ideas_idea.consultation_id
    JOIN wagtailcore_page ON wagtailcore_page.id = ideas_idea.consultation_id
    LEFT JOIN consultations_stage ON consultations_stage.page_id = ideas_idea.consultation_id
    WHERE ideas_idea.id = %(idea)s
    ORDER BY consultations_stage.starts_at, consultations_stage.id
"""  # noqa: S608  # made of the columns' names
_STAGES_BEGIN = IDEA.width + PAGE.width
_has_stage = itemgetter(_STAGES_BEGIN)
# What is no number of any idea is not asked for: SQLite has no such numbers.
_LARGEST = 2**63 - 1


def votable_idea(pk: int) -> Idea | None:
    """Found whoever asks: the caller asks who may see it."""
    found = rows(_ASK, {"idea": pk}) if abs(pk) <= _LARGEST else []
    if not found:
        return None
    idea: Idea = IDEA.made(found[0][: IDEA.width])
    page: ConsultationPage = PAGE.made(found[0][IDEA.width : _STAGES_BEGIN])
    page.all_stages = [STAGE.made(row[_STAGES_BEGIN:]) for row in found if _has_stage(row) is not None]
    for stage in page.all_stages:
        stage.page = page
    idea.consultation = page
    return idea
