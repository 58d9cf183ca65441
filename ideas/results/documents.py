"""What results are found by."""

from participation.contributions.text import to_plain
from search.registry import Document, register

from ..life import Status
from .models import Result

# The search speaks of states as ideas do; what is planned or was stopped has no counterpart there.
STATUS = {Result.State.UNDERWAY: Status.IN_PROGRESS, Result.State.DONE: Status.DONE}


def result_document(result: Result) -> Document:
    steps = " ".join(step.title for step in result.milestones.all())
    return Document(
        object_id=result.pk,
        title=result.title,
        url=result.get_absolute_url(),
        date=result.created_at,
        body=f"{to_plain(result.html)} {steps}".strip(),
        topic_id=result.topic_id,
        place_id=result.place_id,
        status=STATUS.get(Result.State(result.state), ""),
        author_name=result.department.name if result.department else "",
    )


register(Result, result_document, kind="result", objects=Result.objects.with_names)
