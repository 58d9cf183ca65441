"""Ideas that were merged or divided, and those who do it."""

from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.merging import carrying
from ideas.merging.actions import Part, merge_ideas, split_idea, unmerge_idea
from ideas.merging.proposing import propose_merge
from ideas.models import Idea, MergeProposal

from .table import Site, Visit, kind

REASON = "같은 제안입니다."


TEXT = "밤 11시가 지나면 집에 갈 버스가 없습니다. 두 대만 더 있으면 좋겠습니다."


def two(site: Site) -> tuple[Idea, Idea]:
    kept = site.idea(title="심야버스를 두 대 더 늘려 주세요", status=Status.VOTING)
    gone = site.idea(title="밤에도 버스가 다니게 해 주세요", status=Status.VOTING)
    vote_on_idea(user=site.joon, idea=gone, value=1)
    return kept, gone


def merged(site: Site) -> tuple[Idea, Idea]:
    kept, gone = two(site)
    merge_ideas(user=site.hana, source=gone, target=kept, reason=REASON)
    carrying.go_on()
    return Idea.objects.get(pk=kept.pk), Idea.objects.get(pk=gone.pk)


def divided(site: Site) -> Idea:
    found = site.idea(status=Status.VOTING)
    vote_on_idea(user=site.joon, idea=found, value=1)
    titles = ("심야버스를 더 늘려 주세요", "정류장에 불을 밝혀 주세요")
    split_idea(
        user=site.hana, idea=found, parts=[Part(title, TEXT) for title in titles], reason="두 가지 이야기입니다."
    )
    return Idea.objects.get(pk=found.pk)


@kind("merge-choose")
def choosing(site: Site) -> Visit:
    return Visit(f"/ideas/{two(site)[1].pk}/merge/", site.hana)


@kind("merge-preview")
def previewing(site: Site) -> Visit:
    kept, gone = two(site)
    return Visit(f"/ideas/{gone.pk}/merge/?into={kept.pk}", site.hana)


@kind("merge-with-errors")
def previewing_without_a_reason(site: Site) -> Visit:
    kept, gone = two(site)
    return Visit(f"/ideas/{gone.pk}/merge/?into={kept.pk}", site.hana, ("합치기", "Merge them"), 422)


@kind("same-as-another")
def saying_that_it_is_the_same(site: Site) -> Visit:
    kept, gone = two(site)
    return Visit(f"/ideas/{gone.pk}/same/?into={kept.pk}", site.joon)


@kind("same-with-errors")
def saying_that_it_is_the_same_as_itself(site: Site) -> Visit:
    _kept, gone = two(site)
    return Visit(f"/ideas/{gone.pk}/same/?into={gone.pk}", site.joon, ("보내기", "Send"), 422)


def proposed(site: Site) -> MergeProposal:
    kept, gone = two(site)
    return propose_merge(user=site.joon, source=gone, target=kept, reason=REASON)


@kind("desk-same")
def what_was_said_to_be_the_same(site: Site) -> Visit:
    proposed(site)
    return Visit("/desk/same/", site.hana)


@kind("desk-same-empty")
def nothing_said_to_be_the_same(site: Site) -> Visit:
    return Visit("/desk/same/", site.hana)


@kind("desk-same-decline")
def declining(site: Site) -> Visit:
    return Visit(f"/desk/same/{proposed(site).pk}/decline/", site.hana)


@kind("idea-that-took-in")
def idea_that_took_in(site: Site) -> Visit:
    kept, gone = merged(site)
    return Visit(f"{kept.get_absolute_url()}?merged={gone.pk}", site.joon)


@kind("idea-merged")
def merged_idea(site: Site) -> Visit:
    return Visit(f"{merged(site)[1].get_absolute_url()}?itself=1", site.hana)


@kind("unmerge")
def undoing(site: Site) -> Visit:
    return Visit(f"/ideas/{merged(site)[1].pk}/unmerge/", site.hana)


@kind("merges")
def log(site: Site) -> Visit:
    kept, gone = merged(site)
    unmerge_idea(user=site.hana, idea=gone, reason="다른 이야기입니다.")
    carrying.go_on()
    merge_ideas(user=site.hana, source=Idea.objects.get(pk=gone.pk), target=kept, reason=REASON)
    return Visit(f"/ideas/{kept.pk}/merges/")


@kind("split")
def dividing(site: Site) -> Visit:
    return Visit(f"/ideas/{site.idea(status=Status.VOTING).pk}/split/", site.hana)


@kind("split-with-errors")
def dividing_with_errors(site: Site) -> Visit:
    return Visit(f"/ideas/{site.idea(status=Status.VOTING).pk}/split/", site.hana, ("나누기", "Divide it"), 422)


@kind("idea-divided")
def divided_idea(site: Site) -> Visit:
    return Visit(divided(site).get_absolute_url(), site.joon)


@kind("idea-part")
def part_of_an_idea(site: Site) -> Visit:
    return Visit(divided(site).parts.all()[0].get_absolute_url())
