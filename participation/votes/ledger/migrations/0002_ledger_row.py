import secrets

from django.db import migrations


def begin(apps, schema_editor):
    apps.get_model("ledger", "Ledger").objects.get_or_create(pk=1, defaults={"pseudonym_key": secrets.token_bytes(32)})


def end(apps, schema_editor):
    apps.get_model("ledger", "Ledger").objects.filter(pk=1).delete()


class Migration(migrations.Migration):
    """The secret that pseudonyms are made with: one for each installation, kept with the votes it belongs to."""

    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(begin, end)]
