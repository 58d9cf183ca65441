"""Who may do what in the page tree: editors publish, officials hand in for an editor's approval."""

import swapper
from django.db import migrations


def permission(apps, app_label, model, codename):
    """The permission, made where Django will make it only after the migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": codename.replace("_", " ").capitalize()}
    )[0]


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    editors, officials, moderators = (
        Group.objects.get_or_create(name=name)[0] for name in ("Editors", "Officials", "Moderators")
    )
    HomePage = apps.get_model("pages", "HomePage")
    IndexPage = apps.get_model("consultations", "ConsultationIndexPage")
    on_pages = apps.get_model("wagtailcore", "GroupPagePermission").objects
    # Wagtail lets its moderators publish pages. Ours look after what citizens write.
    on_pages.filter(group__in=[editors, moderators]).delete()
    page_label, page_model = swapper.get_model_name("wagtailcore", "Page").lower().split(".")
    for page in HomePage.objects.all():
        for action in ("add", "change", "publish", "lock", "unlock"):
            right = permission(apps, page_label, page_model, f"{action}_page")
            on_pages.get_or_create(group=editors, page_id=page.pk, permission=right)
    for page in IndexPage.objects.all():
        for action in ("add", "change"):
            right = permission(apps, page_label, page_model, f"{action}_page")
            on_pages.get_or_create(group=officials, page_id=page.pk, permission=right)
    for group in (editors, officials):
        group.permissions.add(permission(apps, "wagtailadmin", "admin", "access_admin"))
    for app_label, model in (("accounts", "department"), ("consultations", "topic"), ("consultations", "place")):
        for action in ("add", "change", "delete"):
            editors.permissions.add(permission(apps, app_label, model, f"{action}_{model}"))


def give_files(apps, schema_editor):
    """Officials may bring pictures and documents for their pages, as editors may already."""
    officials = apps.get_model("auth", "Group").objects.get(name="Officials")
    on_collections = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for collection in apps.get_model("wagtailcore", "Collection").objects.filter(depth=1):
        for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
            for action in ("add", "choose"):
                right = permission(apps, app_label, model, f"{action}_{model}")
                on_collections.get_or_create(group=officials, collection=collection, permission=right)


def make_workflow(apps, schema_editor):
    """One step: an editor looks at it and publishes."""
    editors = apps.get_model("auth", "Group").objects.get(name="Editors")
    Task = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    home = apps.get_model("pages", "HomePage").objects.first()
    if home is None or WorkflowPage.objects.filter(page_id=home.pk).exists():
        return
    Workflow.objects.filter(name="Moderators approval").update(active=False)
    WorkflowPage.objects.filter(workflow__name="Moderators approval").delete()
    Task.objects.filter(name="Moderators approval").update(active=False)
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    task = Task.objects.create(name="편집자 확인 · Editor’s approval", content_type=content_type, active=True)
    task.groups.add(editors)
    workflow = Workflow.objects.create(name="편집자 확인 · Editor’s approval", active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page_id=home.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0003_first_pages"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    # Going back leaves the rights: somebody may have changed them by then.
    operations = [
        migrations.RunPython(give_rights, migrations.RunPython.noop),
        migrations.RunPython(give_files, migrations.RunPython.noop),
        migrations.RunPython(make_workflow, migrations.RunPython.noop),
    ]
