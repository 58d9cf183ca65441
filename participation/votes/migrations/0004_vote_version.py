import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which version of the thing each vote was cast for; the table is django-voting's."""

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("votes", "0003_ballots"),
        # Its second migration writes the table anew on SQLite.
        ("voting", "0002_alter_vote_object_id"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE votes ADD COLUMN version integer NOT NULL DEFAULT 1",
            "ALTER TABLE votes DROP COLUMN version",
        ),
        # Lost where the table was written anew after ours was made.
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS votes_by_target ON votes (content_type_id, object_id, vote)",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="VersionedVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.TextField()),
                ("vote", models.SmallIntegerField()),
                ("time_stamp", models.DateTimeField()),
                ("version", models.PositiveIntegerField(db_default=1)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"db_table": "votes", "managed": False},
        ),
    ]
