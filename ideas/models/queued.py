"""Changes of tallies that wait to be added up."""

from django.db import models


class TallyChange(models.Model):
    """What one vote changes in an idea's counts, written where the idea's row was not free at that moment.

    Rows are only appended. Whoever holds the idea's row adds up what waits and deletes it: the next vote, or the worker
    within a second. The counts on the row plus what waits are the number of votes at every moment.
    """

    # Without a constraint in the database: its check would lock the idea's row, which a queue is there to avoid.
    idea = models.ForeignKey("ideas.Idea", models.CASCADE, related_name="+", db_constraint=False)
    support = models.SmallIntegerField()
    oppose = models.SmallIntegerField()
    # For which version of the idea the support is that came or went.
    version = models.PositiveIntegerField(default=1, db_default=1)
    # Support that came along with a merged idea: it counts, and is nothing that the idea gained of late.
    is_carried = models.BooleanField(default=False, db_default=False)
    # The consultation that hides its results: such a change is not added up before they may be seen.
    held_for = models.ForeignKey(
        "consultations.ConsultationPage", models.CASCADE, null=True, related_name="+", db_constraint=False
    )

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.support:+} {self.oppose:+}"
