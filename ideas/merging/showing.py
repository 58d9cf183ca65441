"""What pages tell of merges and divisions, made ready for their templates."""

from typing import Any, TypedDict

from django.contrib.auth.models import AnonymousUser
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.models import User
from participation.votes.casting import votes_of
from participation.votes.voters import overlap

from ..life import Status
from ..models import Idea, Merge, Split
from ..stages import limit_of
from .progress import Progress, progress_of
from .rows import carried_here, merge_of

# Asks for the merged idea itself, where its address would lead on.
ITSELF = "itself"
CAME_FROM = "merged"
SHOWN = 100


def leads_to(idea: Idea, request: HttpRequest) -> str:
    """Where the page of a merged idea leads; nothing where it is to be shown itself."""
    if idea.status != Status.MERGED or idea.merged_into is None or ITSELF in request.GET:
        return ""
    return f"{idea.merged_into.get_absolute_url()}?{CAME_FROM}={idea.pk}"


def itself(idea: Idea) -> str:
    """The address at which a merged idea is shown, with its text and what was said about it."""
    return f"{idea.get_absolute_url()}?{ITSELF}=1"


def merging_context(idea: Idea, user: User | AnonymousUser, request: HttpRequest) -> dict[str, Any]:
    """What an idea's page says of others it was merged with or divided into. No query where there is nothing."""
    context: dict[str, Any] = {"may_merge": user.has_perm("ideas.merge_idea", idea)}
    if idea.status == Status.MERGED:
        context["merge"] = merge_of(idea)
    if idea.status == Status.SPLIT:
        context |= split_context(idea, user)
    if idea.holds_others:
        held = list(idea.merged_ideas.published().order_by("pk").only("pk", "title", "slug", "language")[:SHOWN])
        came = request.GET.get(CAME_FROM, "")
        context["holds"] = [{"idea": other, "url": itself(other)} for other in held]
        context["came_from"] = next((each for each in context["holds"] if str(each["idea"].pk) == came), None)
        context["carried"] = carried_here(user, idea) if isinstance(user, User) else None
    has_history = idea.status in {Status.MERGED, Status.SPLIT} or idea.holds_others or idea.split_from_id
    context["merges_url"] = reverse("ideas:merges", args=[idea.pk]) if has_history else ""
    return context


def split_context(idea: Idea, user: User | AnonymousUser) -> dict[str, Any]:
    """The parts, and whether this person still has to say which of them they support."""
    parts = list(idea.parts.published().order_by("pk"))
    mine = votes_of(user, Idea, [idea.pk, *(part.pk for part in parts)]) if isinstance(user, User) else {}
    return {
        "split": Split.objects.filter(idea=idea, undone_at=None).first(),
        "parts": [{"idea": part, "supported": mine.get(part.pk) == 1} for part in parts],
        "is_asked": mine.get(idea.pk) == 1 and not any(mine.get(part.pk) == 1 for part in parts),
    }


def preview(source: Idea, target: Idea) -> list[dict[str, str]]:
    """What merging would make of the two counts; where results are hidden, nobody learns them here either."""
    if source.consultation.hides_results() or target.consultation.hides_results():
        return [{"name": _("Supporters"), "value": _("The results are hidden at present.")}]
    both = overlap(source, target)
    together = target.support_count + both.supporters - both.support_both - both.oppose_other
    facts = [
        {"name": _("Supporters of this idea"), "value": intcomma(both.supporters)},
        {"name": _("Supporters of the other idea"), "value": intcomma(target.support_count)},
        {"name": _("Support both"), "value": intcomma(both.support_both)},
        {"name": _("Together, each person once"), "value": intcomma(together)},
    ]
    if both.oppose_other:
        facts.insert(3, {"name": _("Support this one and oppose the other"), "value": intcomma(both.oppose_other)})
    return facts


def warnings(source: Idea, target: Idea) -> list[str]:
    """What whoever merges should know before."""
    said = []
    if source.consultation_id != target.consultation_id:
        said.append(_("They belong to different consultations. Only who may vote in the other one is counted there."))
    if (limit := limit_of(target)) is not None:
        said.append(
            _("The other idea takes %(limit)s supporters at most. Those who are merged into it count all the same.")
            % {"limit": intcomma(limit)}
        )
    return said


class LogEntry(TypedDict):
    """One merge or division as the log tells it."""

    title: str
    who: str
    when: Any
    reason: str
    progress: str
    percent: int | None
    undone_who: str
    undone_when: Any
    undone_reason: str
    links: list[dict[str, str]]


def log_of(idea: Idea) -> list[LogEntry]:
    """All merges and divisions of an idea, newest first, also those that were undone."""
    hides = idea.consultation.hides_results()
    named = ("source", "target", "merged_by__department", "undone_by__department")
    merges = Merge.objects.filter(Q(source=idea) | Q(target=idea)).select_related(*named)
    splits = Split.objects.filter(idea__in=[idea.pk, *filter(None, [idea.split_from_id])])
    splits = splits.select_related("idea", "split_by__department", "undone_by__department")
    shown = list(merges.newest_first()[:SHOWN])
    progress = {} if hides else progress_of(shown)
    entries = [_merge_entry(merge, idea, progress.get(merge.pk)) for merge in shown]
    entries += [_split_entry(split) for split in splits.order_by("-pk")[:SHOWN]]
    return sorted(entries, key=lambda entry: entry["when"], reverse=True)


def _merge_entry(merge: Merge, idea: Idea, progress: Progress | None) -> LogEntry:
    other = merge.target if merge.source_id == idea.pk else merge.source
    title = _("Merged into another idea") if merge.source_id == idea.pk else _("Took in another idea")
    shown = not other.is_hidden
    url = itself(other) if merge.source_id == other.pk else other.get_absolute_url()
    return LogEntry(
        title=title,
        who=name_of(merge.merged_by),
        when=merge.merged_at,
        reason=merge.reason,
        progress=progress_text(merge, progress),
        percent=progress.percent if progress and merge.is_under_way else None,
        undone_who=name_of(merge.undone_by),
        undone_when=merge.undone_at,
        undone_reason=merge.undone_reason,
        links=[{"title": other.title, "url": url, "language": other.language}] if shown else [],
    )


def progress_text(merge: Merge, progress: Progress | None) -> str:
    """How far the supporters have come; without numbers while results are hidden."""
    if progress is None:
        return _("The supporters are on their way.") if merge.is_under_way else ""
    count = progress.counted
    if merge.is_under_way and merge.is_undone:
        return _("The supporters are on their way back: %(count)s to go.") % {"count": intcomma(count)}
    if merge.is_under_way:
        return _("The supporters are on their way: %(count)s have come.") % {"count": intcomma(count)}
    if merge.is_undone:
        return ""
    return ngettext("%(count)s supporter came along.", "%(count)s supporters came along.", count) % {
        "count": intcomma(count)
    }


def _split_entry(split: Split) -> LogEntry:
    parts = split.idea.parts.published().filter(created_at__gte=split.split_at).order_by("pk")
    links = [{"title": part.title, "url": part.get_absolute_url(), "language": part.language} for part in parts]
    return LogEntry(
        title=_("Divided into parts"),
        who=name_of(split.split_by),
        when=split.split_at,
        reason=split.reason,
        progress="",
        percent=None,
        undone_who=name_of(split.undone_by),
        undone_when=split.undone_at,
        undone_reason=split.undone_reason,
        links=links,
    )


def name_of(person: User | None) -> str:
    """Officials speak as their department, as in the life-line."""
    if person is None:
        return ""
    if person.is_official and person.department is not None:
        return person.department.local_name
    return person.public_name
