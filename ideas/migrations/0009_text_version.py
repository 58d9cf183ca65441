from django.db import migrations, models


class Migration(migrations.Migration):
    """Since which version the text says what it says now, and how many support an earlier one."""

    dependencies = [("ideas", "0008_duties_that_are_owed")]

    operations = [
        migrations.AddField(
            model_name="idea",
            name="text_version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="idea",
            name="earlier_support",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="ideaversion",
            name="is_material",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="tallychange",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
    ]
