"""Says on each idea what is most pressing, where that is no answer."""

from django.db import migrations


def name_pressing(apps, schema_editor):
    Duty = apps.get_model("ideas", "Duty")
    Idea = apps.get_model("ideas", "Idea")
    owing = Duty.objects.filter(fulfilled_at=None, lapsed_at=None).order_by("idea_id", "due_at", "pk")
    seen = None
    for idea, obliges in owing.values_list("idea_id", "obliges").iterator(chunk_size=1000):
        if idea != seen and obliges != "answer":
            Idea.objects.filter(pk=idea).update(obliges=obliges)
        seen = idea


class Migration(migrations.Migration):
    dependencies = [("ideas", "0020_what_is_pressing")]
    operations = [migrations.RunPython(name_pressing, migrations.RunPython.noop)]
