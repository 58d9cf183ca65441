"""The pages, topics and rights of a first installation: it works from the first start, and editors change the rest."""

import uuid

from django.conf import settings
from django.db import migrations
from django.utils import timezone

from . import _first_texts as texts


def text_block(html):
    return [{"type": "text", "value": " ".join(html.split()), "id": str(uuid.uuid4())}]


def page_fields(apps, app_label, model, parent, number, slug, title):
    """The columns that Wagtail and treebeard keep on every page; historical models cannot work them out."""
    now = timezone.now()
    return {
        "content_type": apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app_label, model=model
        )[0],
        "locale": apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code=settings.LANGUAGE_CODE)[
            0
        ],
        "path": f"{parent.path}{number:04d}",
        "depth": parent.depth + 1,
        "numchild": 0,
        "slug": slug,
        "title": title,
        "draft_title": title,
        "url_path": f"{parent.url_path}{slug}/",
        "live": True,
        "first_published_at": now,
        "last_published_at": now,
    }


def make_pages(apps, schema_editor):
    HomePage = apps.get_model("pages", "HomePage")
    if HomePage.objects.exists():
        return
    Page = apps.get_model("wagtailcore", "Page")
    root = Page.objects.get(depth=1)
    home = make_home(apps, root)
    index = make_index(apps, home)
    make_box(apps, index)
    make_standard_pages(apps, home)


def make_home(apps, root):
    """The first page takes the place of Wagtail's page of welcome."""
    Page, Site = apps.get_model("wagtailcore", "Page"), apps.get_model("wagtailcore", "Site")
    taken = [int(path[-4:], 36) for path in Page.objects.filter(depth=2).values_list("path", flat=True)]
    # The next step of treebeard's base 36; there is one page at most where no home page is.
    fields = page_fields(apps, "pages", "homepage", root, max(taken, default=0) + 1, "madang", "마당")
    home = apps.get_model("pages", "HomePage").objects.create(**fields, **texts.HOME["ko"])
    apps.get_model("pages", "HomeWords").objects.create(page=home, language="en", sort_order=0, **texts.HOME["en"])
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page_id": home.pk, "site_name": ""}
    )
    page_type = apps.get_model("contenttypes", "ContentType").objects.get(app_label="wagtailcore", model="page")
    Page.objects.filter(depth=2, slug="home", content_type=page_type, numchild=0).delete()
    Page.objects.filter(pk=root.pk).update(numchild=Page.objects.filter(depth=2).count())
    return home


def make_index(apps, home):
    korean, english = texts.INDEX["ko"], texts.INDEX["en"]
    fields = page_fields(apps, "consultations", "consultationindexpage", home, 1, "consultations", korean["title"])
    index = apps.get_model("consultations", "ConsultationIndexPage").objects.create(**fields, intro=korean["intro"])
    apps.get_model("consultations", "IndexWords").objects.create(page=index, language="en", sort_order=0, **english)
    return index


def make_box(apps, index):
    korean, english = texts.BOX["ko"], texts.BOX["en"]
    fields = page_fields(apps, "consultations", "consultationpage", index, 1, "suggestion-box", korean["title"])
    box = apps.get_model("consultations", "ConsultationPage").objects.create(
        **fields,
        intro=korean["intro"],
        body=text_block(korean["body"]),
        department=apps.get_model("accounts", "Department").objects.get(slug=texts.DEPARTMENT[0]),
        cover="box",
        tone="pine",
        is_suggestion_box=True,
        support_days=90,
    )
    apps.get_model("consultations", "ConsultationTranslation").objects.create(
        page=box,
        language="en",
        sort_order=0,
        title=english["title"],
        intro=english["intro"],
        body=text_block(english["body"]),
    )
    apps.get_model("consultations", "Stage").objects.create(
        page=box, kind="open", sort_order=0, starts_at=timezone.now()
    )
    apps.get_model("wagtailcore", "Page").objects.filter(pk=index.pk).update(numchild=1)


def make_standard_pages(apps, home):
    pages, words = apps.get_model("pages", "StandardPage"), apps.get_model("pages", "StandardWords")
    for number, (slug, said) in enumerate(texts.STANDARD, start=2):
        fields = page_fields(apps, "pages", "standardpage", home, number, slug, said["ko"]["title"])
        page = pages.objects.create(**fields, body=text_block(said["ko"]["body"]))
        words.objects.create(
            page=page, language="en", sort_order=0, title=said["en"]["title"], body=text_block(said["en"]["body"])
        )
    apps.get_model("wagtailcore", "Page").objects.filter(pk=home.pk).update(numchild=1 + len(texts.STANDARD))


def make_names(apps, schema_editor):
    """One department, the topics and the whole area, so that every list has something to choose."""
    slug, korean, english = texts.DEPARTMENT
    apps.get_model("accounts", "Department").objects.get_or_create(
        slug=slug, defaults={"name": korean, "translations": {"en": english}}
    )
    Topic, Place = apps.get_model("consultations", "Topic"), apps.get_model("consultations", "Place")
    slug, korean, english = texts.PLACE
    Place.objects.get_or_create(slug=slug, defaults={"name": korean, "translations": {"en": english}})
    if Topic.objects.exists():
        return
    position = 0
    for slug, korean, english, cover, children in texts.TOPICS:
        position += 10
        topic = Topic.objects.create(
            slug=slug, name=korean, translations={"en": english}, cover=cover, position=position
        )
        for child_slug, child_korean, child_english in children:
            position += 1
            Topic.objects.create(
                slug=child_slug,
                name=child_korean,
                translations={"en": child_english},
                cover=cover,
                parent=topic,
                position=position,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0002_words"),
        ("consultations", "0002_consultationindexpage_intro_and_more"),
        ("accounts", "0002_groups"),
        ("wagtailcore", "0098_apitoken"),
    ]

    # Going back leaves what was made: citizens' ideas may hang on it by then.
    operations = [
        migrations.RunPython(make_names, migrations.RunPython.noop),
        migrations.RunPython(make_pages, migrations.RunPython.noop),
    ]
