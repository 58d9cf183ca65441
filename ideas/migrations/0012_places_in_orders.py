"""Ideas that are there get their places in the new orders, all out of the one that they have."""

import math

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Ln

DAYS_OF_A_HALF_LIFE = 7.0
NEVER_ROSE = 40.0


def place(apps, schema_editor):
    support = Ln(F("support_count") + Value(1.0)) / Value(math.log(2))
    age_in_days = (F("heat") - support) * Value(DAYS_OF_A_HALF_LIFE)
    apps.get_model("ideas", "Idea").objects.update(
        local_heat=F("heat"), rising=age_in_days - Value(NEVER_ROSE) - support / Value(2.0)
    )


class Migration(migrations.Migration):
    dependencies = [("ideas", "0011_orders_of_lists")]
    operations = [migrations.RunPython(place, migrations.RunPython.noop)]
