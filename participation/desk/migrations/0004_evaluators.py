"""The group of those who may be asked to evaluate besides officials and experts."""

from django.db import migrations


def make_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get_or_create(name="Evaluators")


class Migration(migrations.Migration):
    dependencies = [("auth", "0012_alter_user_first_name_max_length"), ("desk", "0003_evaluations")]

    # Going back leaves the group: people may be in it.
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
