from django.db import migrations


class Migration(migrations.Migration):
    """The index that counts of one thing's votes need; the table is django-voting's."""

    dependencies = [("votes", "0001_initial"), ("voting", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX votes_by_target ON votes (content_type_id, object_id, vote)",
            "DROP INDEX votes_by_target",
        ),
    ]
