"""Editors keep the list of reasons that answers are given for."""

from django.db import migrations

ACTIONS = ("add", "change", "delete")


def rights(apps):
    """Made where Django will make them only after the migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="ideas", model="answerreason"
    )
    permissions = apps.get_model("auth", "Permission").objects
    return [
        permissions.get_or_create(
            content_type=content_type, codename=f"{action}_answerreason", defaults={"name": f"{action} answer reason"}
        )[0]
        for action in ACTIONS
    ]


def give_rights(apps, schema_editor):
    editors, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    editors.permissions.add(*rights(apps))


def take_rights(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get(name="Editors").permissions.remove(*rights(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("ideas", "0016_approvals"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights)]
