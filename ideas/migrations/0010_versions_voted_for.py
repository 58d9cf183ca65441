from typing import Any

from django.db import migrations

SET = "UPDATE votes SET version = %s WHERE content_type_id = %s AND object_id = %s AND time_stamp >= %s"


def name_versions(apps: Any, schema_editor: Any) -> None:
    """Votes from before a vote named its version: it is the one of the time at which they were cast."""
    kind = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="ideas", model="idea").first()
    if kind is None:
        return
    adapt = schema_editor.connection.ops.adapt_datetimefield_value
    later = apps.get_model("ideas", "IdeaVersion").objects.filter(number__gt=1).order_by("idea_id", "number")
    with schema_editor.connection.cursor() as cursor:
        for idea, number, at in later.values_list("idea_id", "number", "created_at"):
            cursor.execute(SET, [number, kind.pk, str(idea), adapt(at)])


class Migration(migrations.Migration):
    dependencies = [("ideas", "0009_text_version"), ("votes", "0004_vote_version")]

    operations = [migrations.RunPython(name_versions, migrations.RunPython.noop)]
