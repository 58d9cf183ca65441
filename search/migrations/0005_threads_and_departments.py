"""Columns for departments and threads, and for the words of other languages.

SQLite reads through everything before a column, so the new ones must stand before the long ones: there the table is
made anew, and its index with it. Elsewhere columns are added at the end.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from search.engines import sqlite

TABLE, BEFORE = "search_searchdoc", "search_searchdoc_before"
NEW = ("department_id", "thread", "translations")
OLD_INDEXES = ("search_doc_newest", "search_doc_code")


def set_aside(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    for statement in sqlite.DROP:
        schema_editor.execute(statement)
    for index in OLD_INDEXES:
        schema_editor.execute(f"DROP INDEX {index}")
    schema_editor.execute(f"ALTER TABLE {TABLE} RENAME TO {BEFORE}")


def take_over(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    document = apps.get_model("search", "SearchDoc")
    fields = document._meta.local_fields
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.create_model(document)
        kept = ", ".join(str(field.column) for field in fields if field.name not in NEW)
        schema_editor.execute(f"INSERT INTO {TABLE} ({kept}) SELECT {kept} FROM {BEFORE}")  # noqa: S608  # the model's columns
        schema_editor.execute(f"DROP TABLE {BEFORE}")
        for statement in (*sqlite.CREATE, sqlite.REFILL):
            schema_editor.execute(statement)
    else:
        for field in fields:
            if field.name in NEW:
                schema_editor.add_field(document, field)
        schema_editor.add_index(document, document._meta.indexes[-1])
    schema_editor.execute(f"UPDATE {TABLE} SET thread = kind || ':' || object_id")  # noqa: S608  # a constant


def take_back(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP INDEX search_doc_thread")
    for column in NEW:
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN {column}")


class Migration(migrations.Migration):
    dependencies = [("search", "0004_word")]

    operations = [
        migrations.RunPython(set_aside, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("SearchDoc"),
                migrations.CreateModel(
                    name="SearchDoc",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="kind")),
                        ("object_id", models.BigIntegerField(verbose_name="number")),
                        ("title", models.CharField(blank=True, max_length=300, verbose_name="title")),
                        ("code", models.CharField(blank=True, max_length=60, verbose_name="reference code")),
                        ("url", models.CharField(max_length=500, verbose_name="address")),
                        ("topic_id", models.BigIntegerField(blank=True, null=True, verbose_name="topic")),
                        ("place_id", models.BigIntegerField(blank=True, null=True, verbose_name="place")),
                        ("consultation_id", models.BigIntegerField(blank=True, null=True, verbose_name="consultation")),
                        ("department_id", models.BigIntegerField(blank=True, null=True, verbose_name="department")),
                        ("thread", models.CharField(blank=True, db_default="", max_length=60, verbose_name="thread")),
                        ("status", models.CharField(blank=True, max_length=40, verbose_name="status")),
                        ("stage", models.CharField(blank=True, max_length=40, verbose_name="stage")),
                        ("author_name", models.CharField(blank=True, max_length=200, verbose_name="author")),
                        ("source", models.CharField(blank=True, max_length=100, verbose_name="board")),
                        (
                            "source_id",
                            models.CharField(blank=True, max_length=100, verbose_name="number on its board"),
                        ),
                        (
                            "source_url",
                            models.CharField(blank=True, max_length=500, verbose_name="address on its board"),
                        ),
                        ("date", models.DateTimeField(verbose_name="date")),
                        ("votes", models.IntegerField(default=0, verbose_name="votes")),
                        ("visible", models.BooleanField(default=True, verbose_name="visible to everybody")),
                        (
                            "normaliser",
                            models.PositiveSmallIntegerField(editable=False, verbose_name="version of the normaliser"),
                        ),
                        ("indexed_at", models.DateTimeField(editable=False, verbose_name="indexed at")),
                        ("body", models.TextField(blank=True, verbose_name="text")),
                        (
                            "translations",
                            models.JSONField(blank=True, null=True, verbose_name="words in other languages"),
                        ),
                        (
                            "title_terms",
                            models.TextField(blank=True, editable=False, verbose_name="terms of the title"),
                        ),
                        ("body_terms", models.TextField(blank=True, editable=False, verbose_name="terms of the text")),
                    ],
                    options={
                        "verbose_name": "search document",
                        "verbose_name_plural": "search documents",
                        "indexes": [
                            models.Index(fields=["visible", "-date", "-id"], name="search_doc_newest"),
                            models.Index(fields=["code"], name="search_doc_code"),
                            models.Index(fields=["thread"], name="search_doc_thread"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("kind", "object_id"), name="search_doc_once")],
                    },
                ),
            ],
        ),
        migrations.RunPython(take_over, take_back),
    ]
