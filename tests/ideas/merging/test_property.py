"""Random steps of votes, merges, divisions and their undoing against plain sets (R19)."""

import os
import random
from collections import Counter

import pytest
from voting.models import Vote

from ideas.actions.voting import add_up_votes, vote_on_idea
from ideas.life import FOLDED, Status
from ideas.merging import carrying
from ideas.merging.actions import Part, choose_part, merge_ideas, split_idea, unmerge_idea, unsplit_idea
from ideas.models import Idea, Merge, Split
from participation.accounts.models import User
from participation.consultations.models import ConsultationPage
from participation.consultations.stages import StageKind
from participation.errors import ParticipationError
from participation.votes.ledger.checking import check_tallies, check_votes
from participation.votes.ledger.words import last_words
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory
from tests.ideas.merging.model import World

pytestmark = pytest.mark.django_db

# A run of a thousand takes ten seconds; the whole walk is MERGING_STEPS=10000.
STEPS = int(os.environ.get("MERGING_STEPS", "2000"))
SEED = int(os.environ.get("MERGING_SEED", "19"))
VOTERS = range(9)
MOST_IDEAS = 12
TITLE, BODY = "나누어 낸 제안입니다", "하나의 제안에 두 가지 이야기가 있어서 나누었습니다. 따로 지지해 주세요."


class Walk:
    """The same steps taken in the model and through the actions."""

    def __init__(self, moderator: User) -> None:
        self.chance = random.Random(SEED)
        self.moderator = moderator
        page = ConsultationFactory(stage=StageKind.VOTE_BOTH)
        self.consultation = ConsultationPage.objects.prefetch_related("stages").get(pk=page.pk)
        self.people = [UserFactory() for _ in VOTERS]
        self.world, self.ideas = World(), []
        self.taken: Counter[str] = Counter()
        for _ in range(6):
            self.keep(IdeaFactory(consultation=self.consultation, status=Status.VOTING).pk)

    def keep(self, pk: int) -> int:
        self.ideas.append(pk)
        self.world.add(len(self.ideas) - 1)
        return len(self.ideas) - 1

    def idea(self, number: int) -> Idea:
        idea = Idea.objects.get(pk=self.ideas[number])
        idea.consultation = self.consultation
        return idea

    def numbers(self, state: str) -> list[int]:
        return [number for number, its in self.world.state.items() if its == state]

    def step(self) -> None:
        kind = self.chance.choices(
            ["vote", "withdraw", "merge", "unmerge", "split", "choose", "unsplit", "refused"],
            [60, 22, 5, 5, 1, 3, 1, 3],
        )[0]
        self.taken[kind] += bool(getattr(self, kind)())

    def vote(self) -> bool:
        number, voter = self.chance.choice(self.numbers("open")), self.chance.choice(VOTERS)
        value = self.chance.choice([1, 1, 1, -1])
        vote_on_idea(user=self.people[voter], idea=self.idea(number), value=value)
        self.world.vote(number, voter, value)
        return True

    def withdraw(self) -> bool:
        """Also of support that was carried: to opt out is to withdraw."""
        pairs = [(n, v) for n in self.numbers("open") for v in VOTERS if self.world.vote_of(n, v)]
        if not pairs:
            return False
        number, voter = self.chance.choice(pairs)
        vote_on_idea(user=self.people[voter], idea=self.idea(number), value=0)
        self.world.vote(number, voter, 0)
        return True

    def merge(self) -> bool:
        if len(open_ones := self.numbers("open")) < 3:
            return False
        source, target = self.chance.sample(open_ones, 2)
        merge_ideas(user=self.moderator, source=self.idea(source), target=self.idea(target), reason="같은 제안")
        carrying.go_on(batches=None)
        self.world.merge(source, target, VOTERS)
        return True

    def unmerge(self) -> bool:
        if not (merged := self.numbers("merged")):
            return False
        source = self.chance.choice(merged)
        unmerge_idea(user=self.moderator, idea=self.idea(source), reason="다른 제안")
        carrying.go_on(batches=None)
        self.world.unmerge(source, VOTERS)
        return True

    def split(self) -> bool:
        if len(self.ideas) > MOST_IDEAS - 2 or not (open_ones := self.numbers("open")):
            return False
        whole = self.chance.choice(open_ones)
        split_idea(user=self.moderator, idea=self.idea(whole), parts=[Part(TITLE, BODY)] * 2, reason="두 가지 이야기")
        parts = Idea.objects.filter(split_from=self.ideas[whole]).exclude(pk__in=self.ideas).order_by("pk")
        self.world.split(whole, [self.keep(pk) for pk in parts.values_list("pk", flat=True)])
        return True

    def choose(self) -> bool:
        pairs = [(w, p) for w, parts in self.world.parts.items() for p in parts if self.world.state[p] == "open"]
        if not pairs:
            return False
        (whole, part), voter = self.chance.choice(pairs), self.chance.choice(VOTERS)
        split = Split.objects.select_related("idea__consultation").get(idea=self.ideas[whole], undone_at=None)
        choose_part(user=self.people[voter], split=split, part=self.idea(part))
        self.world.vote(part, voter, 1)
        return True

    def unsplit(self) -> bool:
        if not self.world.parts:
            return False
        whole = self.chance.choice(sorted(self.world.parts))
        unsplit_idea(user=self.moderator, idea=self.idea(whole), reason="다시 하나로")
        carrying.go_on(batches=None)
        self.world.unsplit(whole, VOTERS)
        return True

    def refused(self) -> bool:
        """What stands within another or was divided takes no votes and is not merged again."""
        if not (closed := [*self.numbers("merged"), *self.numbers("split")]):
            return False
        idea, other = self.idea(self.chance.choice(closed)), self.idea(self.numbers("open")[0])
        with pytest.raises(ParticipationError):
            vote_on_idea(user=self.people[0], idea=idea, value=1)
        with pytest.raises(ParticipationError):
            merge_ideas(user=self.moderator, source=other, target=idea, reason="안 되는 것")
        return True

    def compare(self) -> None:
        """Rows, tallies and what the world of sets says are one; so are the ledger's last leaves."""
        add_up_votes()
        for number, pk in enumerate(self.ideas):
            idea = Idea.objects.get(pk=pk)
            expected = self.world.votes(number, VOTERS)
            assert self.stored(pk) == expected, (number, sum(self.taken.values()))
            tally = Counter(expected.values())
            assert (idea.support_count, idea.oppose_count) == (tally[1], tally[-1])
            assert (idea.status in FOLDED) == (self.world.state[number] != "open")

    def stored(self, pk: int) -> dict[int, int]:
        numbers = {person.pk: number for number, person in enumerate(self.people)}
        rows = Vote.objects.filter(object_id=str(pk), content_type__model="idea")
        return {numbers[user]: vote for user, vote in rows.values_list("user_id", "vote")}

    def compare_ledger(self) -> None:
        wrong: list[str] = []
        words = last_words()
        check_votes(words, wrong.append)
        check_tallies(words, wrong.append)
        assert wrong == []

    def undo_everything(self) -> None:
        while self.numbers("merged"):
            self.unmerge()
        assert not Merge.objects.standing().exists()
        assert not Merge.objects.unfinished().exists()


@pytest.mark.timeout(3600)
def test_random_votes_merges_and_their_undoing_agree_with_plain_sets(hana, monkeypatch):
    """R19, S50: tally = rows = the sets = the ledger's last leaves, all the way and after everything was undone."""
    monkeypatch.setattr(carrying, "BATCH", 3)
    walk = Walk(hana)
    for number in range(STEPS):
        walk.step()
        if number % 20 == 0:
            walk.compare()
        if number % 2000 == 0:
            walk.compare_ledger()
    walk.compare()
    walk.compare_ledger()
    walk.undo_everything()
    walk.compare()
    walk.compare_ledger()
    for number in range(len(walk.ideas)):
        assert walk.world.votes(number, VOTERS) == walk.world.own[number], "what is left are people's own words"
    assert all(walk.taken[kind] for kind in ("vote", "withdraw", "merge", "unmerge", "split", "choose", "refused"))
