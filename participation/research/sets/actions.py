"""Saving, pausing and giving up a search; keeping a set of results."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.text import clean_line
from participation.errors import Invalid
from participation.events.outbox import record

from ..results import Asked, count, searched_with, tree
from .keeping import AT_ONCE, fill
from .models import Pace, ResultSet, SavedSearch, WordCount, next_mail
from .watching import begin_watching

MOST_SAVED = 50
MOST_SETS = 500


@transaction.atomic
def save_search(*, user: User, asked: Asked, name: str = "", pace: str = Pace.DAILY) -> SavedSearch:
    """Tell the person from now on what is newly found. Saving the same again changes its name and pace."""
    require(user, "sets.save_search")
    if pace not in Pace.values:
        raise Invalid(errors={"pace": _("Choose how often we should write.")})
    User.objects.select_for_update().get(pk=user.pk)
    saved = SavedSearch.objects.filter(user=user, address=asked.address).first()
    if saved is None:
        if SavedSearch.objects.filter(user=user).count() >= MOST_SAVED:
            raise Invalid(
                errors={
                    "name": ngettext(
                        "You can save up to %(count)s search. Give one up first.",
                        "You can save up to %(count)s searches. Give one up first.",
                        MOST_SAVED,
                    )
                    % {"count": MOST_SAVED}
                }
            )
        saved = SavedSearch(user=user, address=asked.address)
        begin_watching(saved)
    saved.name = clean_line(name)[:100].strip() or asked.title[:100]
    saved.pace, saved.paused_at = pace, None
    saved.due_at = next_mail(pace, timezone.now())
    saved.save()
    record("saved_search.saved", actor=user, target=saved)
    return saved


@transaction.atomic
def pause_search(*, user: User, saved: SavedSearch, is_paused: bool) -> SavedSearch:
    """No mail for a while. What came meanwhile is told in the first mail after it."""
    require(user, "sets.change_saved_search", saved)
    return set_paused(saved, is_paused=is_paused)


def set_paused(saved: SavedSearch, *, is_paused: bool) -> SavedSearch:
    now = timezone.now()
    if is_paused:
        saved.paused_at = saved.paused_at or now
    else:
        saved.paused_at, saved.due_at = None, next_mail(saved.pace, now)
    saved.save(update_fields=["paused_at", "due_at"])
    return saved


@transaction.atomic
def forget_search(*, user: User, saved: SavedSearch) -> None:
    """Give a saved search up."""
    require(user, "sets.change_saved_search", saved)
    saved.delete()


@transaction.atomic
def keep_set(*, user: User, asked: Asked) -> ResultSet:
    """Keep what is found now under an address that stays. Large sets are made by the worker."""
    require(user, "sets.keep_set")
    User.objects.select_for_update().get(pk=user.pk)
    if ResultSet.objects.filter(owner=user).count() >= MOST_SETS:
        raise Invalid(errors={"q": _("You have kept as many sets as one person can.")})
    kept = ResultSet(
        owner=user,
        address=asked.address,
        title=asked.title[:300],
        language=translation.get_language() or "",
        tree=tree(asked),
        **searched_with(),
    )
    kept.count = count(asked)
    if kept.count <= AT_ONCE:
        fill(kept)
    kept.save()
    record("result_set.kept", actor=user, target=kept)
    return kept


@transaction.atomic
def count_words_of(*, user: User, kept: ResultSet) -> WordCount:
    """Have the worker count all words of a set, once: asking again changes nothing."""
    require(user, "sets.count_words_of", kept)
    row, is_new = WordCount.objects.get_or_create(kept=kept)
    if is_new:
        record("result_set.words_asked", actor=user, target=kept)
    return row
