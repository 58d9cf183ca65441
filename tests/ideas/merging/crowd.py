"""People who support ideas that are merged, and what must hold of their votes."""

from voting.models import Vote

from ideas.actions.voting import vote_on_idea
from ideas.merging import carrying
from ideas.merging.actions import merge_ideas, unmerge_idea
from ideas.merging.checking import check_merges
from ideas.models import Idea, Merge
from participation.accounts.actions import claim_identity
from participation.accounts.models import IdentityLevel
from participation.votes.ledger.checking import check_tallies, check_votes
from participation.votes.ledger.words import last_words

REASON = "같은 제안입니다."


def support(idea: Idea, *people, value: int = 1) -> None:
    for person in people:
        vote_on_idea(user=person, idea=fresh(idea), value=value)


def fresh(idea: Idea) -> Idea:
    return Idea.objects.select_related("consultation").get(pk=idea.pk)


def supporters(idea: Idea) -> set[int]:
    rows = Vote.objects.filter(object_id=str(idea.pk), content_type__model="idea", vote=1)
    return set(rows.values_list("user_id", flat=True))


def keys(*people) -> set[int]:
    return {person.pk for person in people}


def merge(hana, source, target) -> Merge:
    made = merge_ideas(user=hana, source=fresh(source), target=fresh(target), reason=REASON)
    carrying.go_on(batches=None)
    return made


def unmerge(hana, idea) -> None:
    unmerge_idea(user=hana, idea=fresh(idea), reason="다른 제안입니다.")
    carrying.go_on(batches=None)


def become_one(first, second) -> None:
    for account in (first, second):
        claim_identity(user=account, source="social:kakao", secret="the same person", level=IdentityLevel.SOCIAL)


def all_is_well() -> None:
    """Tallies are the rows, the ledger tells the votes, and nothing is unsettled."""
    wrong: list[str] = []
    words = last_words()
    check_votes(words, wrong.append)
    check_tallies(words, wrong.append)
    assert wrong == []
    for idea in Idea.objects.all():
        assert idea.support_count == len(supporters(idea))
    assert check_merges(False) == 0
