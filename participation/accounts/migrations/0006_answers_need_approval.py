from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_absence"),
    ]

    operations = [
        migrations.AddField(
            model_name='department',
            name='answers_need_approval',
            field=models.BooleanField(db_default=False, default=False, help_text='Nothing goes out before somebody else of this department has read and approved it.', verbose_name='a colleague approves each answer'),
        ),
    ]
