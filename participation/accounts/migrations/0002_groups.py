"""The groups that the rules ask for; Wagtail's own first migration brings two of them."""

from django.db import migrations

GROUPS = ("Moderators", "Officials", "Editors")


def make_groups(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in GROUPS:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("wagtailcore", "0002_initial_data")]

    # Going back leaves the groups: people may be in them.
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
