from typing import Any

from django.db import migrations


def give_right(apps: Any, schema_editor: Any) -> None:
    """Editors decide whether everybody sees the share; administrators may anyway."""
    # Django makes content types and permissions only after the migrations.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="patterns", model="countingsettings"
    )
    right, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="change_countingsettings", defaults={"name": "Can change counting of votes"}
    )
    editors, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    editors.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("patterns", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give_right, migrations.RunPython.noop)]
