"""Lets each order of lists walk an index of its own within one consultation, and drops two that said nothing more."""

import django.db.models.deletion
from django.db import migrations, models

SHOWN = models.Q(hidden_at=None)
WAITING = models.Q(status__in=["posted", "voting"], hidden_at=None)
ORDERS = {
    "idea_newest_in": (["-created_at", "-id"], SHOWN),
    "idea_supported_in": (["-support_count", "-id"], SHOWN),
    "idea_random_in": (["shuffle", "id"], SHOWN),
    "idea_rising_in": (["-rising", "-id"], SHOWN),
    "idea_controversial_in": (["-controversy", "-id"], SHOWN),
    "idea_near_threshold_in": (["-nearness", "-id"], WAITING),
}
# To alter the fields would write the whole table anew on SQLite.
SUPERFLUOUS = {
    "topic_id": "ideas_idea_topic_id_9dab0120",
    "place_id": "ideas_idea_place_id_687d618a",
}


def without_index(name, to, **options):
    field = models.ForeignKey(
        to,
        django.db.models.deletion.SET_NULL,
        blank=True,
        null=True,
        related_name="ideas",
        db_index=False,
        **options,
    )
    return migrations.AlterField("idea", name, field)


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0006_answered_all_the_same"),
        ("ideas", "0021_pressing_duties"),
    ]
    operations = [
        *(
            migrations.AddIndex("idea", models.Index(fields=["consultation", *fields], name=name, condition=condition))
            for name, (fields, condition) in ORDERS.items()
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX {name} ON ideas_idea ({column})")
                for column, name in SUPERFLUOUS.items()
            ],
            state_operations=[
                without_index("topic", "consultations.topic", verbose_name="topic"),
                without_index("place", "consultations.place", verbose_name="place"),
            ],
        ),
    ]
