"""Consultations change in Wagtail's own forms: here the search hears of it, in the same transaction."""

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from search.indexing import index_many, remove
from search.models import SearchDoc

from .documents import consultations
from .models import ConsultationPage, ConsultationTranslation


def _index(page: Page) -> None:
    """The page and what stands beneath it, as the database has it: the object at hand may carry a draft's words."""
    index_many(consultations().filter(path__startswith=page.path))


@receiver(post_save, sender=ConsultationPage)
def index_saved(sender: object, instance: ConsultationPage, raw: bool = False, **_: Any) -> None:
    if not raw:
        _index(instance)


@receiver([page_published, page_unpublished])
def index_published(sender: object, instance: Page, **_: Any) -> None:
    _index(instance)


@receiver(post_page_move)
def index_moved(sender: object, instance: Page, **_: Any) -> None:
    _index(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def index_restricted(sender: object, instance: PageViewRestriction, **_: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        _index(page)


@receiver([post_save, post_delete], sender=ConsultationTranslation)
def index_translated(sender: object, instance: ConsultationTranslation, raw: bool = False, **_: Any) -> None:
    """The words of other languages are saved after their page."""
    if not raw:
        index_many(consultations().filter(pk=instance.page_id))


@receiver(post_migrate, sender=apps.get_app_config("consultations"))
def index_migrated(sender: object, using: str, **_: Any) -> None:
    """Migrations make the suggestion box without signals. On the way to an older state there is nothing to write."""
    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        known = SearchDoc.objects.filter(kind="consultation").values("object_id")
        index_many(consultations().exclude(pk__in=known))


@receiver(post_delete, sender=ConsultationPage)
def forget_deleted(sender: object, instance: ConsultationPage, **_: Any) -> None:
    remove(instance)
