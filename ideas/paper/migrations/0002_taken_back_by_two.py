import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('paper', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='signaturesheet',
            name='undo_asked_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='signaturesheet',
            name='undo_asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='signaturesheet',
            index=models.Index(condition=models.Q(('undo_asked_at__isnull', False)), fields=['undo_asked_at'], name='sheet_to_undo'),
        ),
    ]
