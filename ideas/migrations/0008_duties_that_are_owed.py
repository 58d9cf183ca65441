"""Writes down what is owed, and what was answered, as duties of one rung."""

from django.db import migrations
from django.db.models import F

BATCH = 1000


def write_down(apps, schema_editor):
    Idea = apps.get_model("ideas", "Idea")
    Duty = apps.get_model("ideas", "Duty")
    owed = Idea.objects.filter(answer_due_at__isnull=False).exclude(status="retired").select_related("consultation")
    # The words of ideas and consultations are no part of it, and may be long.
    owed = owed.only(
        "threshold", "threshold_met_at", "answer_due_at", "answered_at", "status", "department_id", "created_at",
        "owner_id", "consultation__answer_days",
    )  # fmt: skip
    duties = []
    for idea in owed.order_by("pk").iterator(chunk_size=BATCH):
        is_answered = idea.status not in ("posted", "voting", "owed", "expired")
        if not is_answered and idea.status != "owed":
            continue
        duties.append(
            Duty(
                idea_id=idea.pk,
                position=1,
                supporters=idea.threshold,
                obliges="answer",
                department_id=idea.department_id,
                days=idea.consultation.answer_days,
                met_at=idea.threshold_met_at or idea.created_at,
                due_at=idea.answer_due_at,
                taken_at=(idea.threshold_met_at or idea.created_at) if idea.owner_id else None,
                fulfilled_at=idea.answered_at if is_answered else None,
                outcome=idea.status if is_answered and idea.answered_at else "",
            )
        )
        if len(duties) == BATCH:
            Duty.objects.bulk_create(duties)
            duties = []
    Duty.objects.bulk_create(duties)
    Idea.objects.filter(threshold_met_at__isnull=False).update(threshold_met=F("threshold"))


def forget(apps, schema_editor):
    apps.get_model("ideas", "Duty").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("ideas", "0007_duties"), ("consultations", "0005_ladder")]
    operations = [migrations.RunPython(write_down, forget)]
