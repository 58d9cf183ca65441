"""Turns the stories into dated acts of people and performs them in the order in which they happened."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from ideas.actions.answering import assign_idea, confirm_idea, prepare_answer, publish_answer, report_progress
from ideas.actions.clockwork import expire_ideas, follow_stages
from ideas.actions.duties import extend_duty
from ideas.actions.observing import Sighting, agree_with_observation, post_observation
from ideas.actions.posting import Proposal, edit_idea, retire_idea, submit_idea
from ideas.actions.voting import vote_on_idea
from ideas.duties.clock import escalate, remind
from ideas.duties.figures import work_out_figures
from ideas.merging.actions import Part, merge_ideas, split_idea
from ideas.merging.carrying import advance
from ideas.merging.proposing import propose_merge
from ideas.models import Idea, Observation, closing_time
from ideas.ranking.reordering import follow_half_lives
from participation.accounts.models import User
from participation.consultations.models import ConsultationPage, Place, Stage, Topic
from participation.consultations.stages import Power
from participation.moderation.actions import hide, report
from participation.votes.casting import supporters_before

from .clock import Calendar, dice, moved_to
from .people import People
from .pictures import picture
from .stories import Division, Edit, Ending, IdeaStory, ObservationStory, Progress, PutOff, Reply, Verdict

HOUR = timedelta(hours=1)
# The oldest date that anybody owed in the stories.
LOOK_BACK = timedelta(days=200)


@dataclass(order=True)
class Act:
    """Something that somebody does at a moment."""

    moment: datetime
    number: int
    perform: Callable[[], object] = field(compare=False)


@dataclass
class Chronicle:
    """Everything that happens in the demo. Things are known by the keys of their stories."""

    calendar: Calendar
    people: People
    pages: dict[str, ConsultationPage]
    ideas: dict[str, Idea] = field(default_factory=dict)
    observations: dict[str, Observation] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.topics = {topic.slug: topic for topic in Topic.objects.select_related("department")}
        self.places = {place.slug: place for place in Place.objects.all()}
        self.backers: dict[str, list[User]] = {}
        self.closings: set[datetime | None] = set()
        # Where each person has only so many votes, they are counted before they are cast.
        self.votes_planned: Counter[tuple[int, int]] = Counter()

    def perform(self, track: Callable[[list[Act]], Iterable[Act]]) -> None:
        """Let everything happen, one act after the other."""
        for act in track(sorted(self.acts)):
            with moved_to(act.moment):
                act.perform()

    def at(self, moment: datetime, perform: Callable[[], object]) -> None:
        self.acts.append(Act(moment, len(self.acts), perform))

    def let_time_pass(self) -> None:
        """What the worker does by the clock, whenever there is something to do: stages change, time runs out."""
        changes = {
            moment for page in self.pages.values() for s in page.all_stages for moment in (s.starts_at, s.ends_at)
        }
        for moment in changes | self.closings:
            if moment and moment < self.calendar.now:
                self.at(moment + timedelta(minutes=1), _clockwork)
        for days_ago in range(1, LOOK_BACK.days):
            self.at(self.calendar.day(days_ago) + 8 * HOUR, _look_at_dates)
        self.at(self.calendar.now, _clockwork)
        self.at(self.calendar.now, _look_at_dates)
        self.at(self.calendar.now, work_out_figures)

    # Observations

    def tell_observation(self, story: ObservationStory) -> None:
        key = story.key or story.text
        posted = self.calendar.waking(story.days, key)
        author = self._person(story.author, key, "en" if story.text.isascii() else "ko")
        self.at(posted, partial(self._observe, story, author, key))
        for person, moment in self._spread(self._crowd(story.agree, key, author), posted, self.calendar.now, key):
            self.at(moment, partial(self._agree, key, person))
        if story.complaint:
            told = story.complaint
            reporter = self._crowd(1, f"complaint {key}", author)[0]
            self.at(
                self.calendar.waking(told.days, f"complaint {key}"),
                lambda: report(user=reporter, target=self.observations[key], reason=told.reason, text=told.text),
            )

    def _observe(self, story: ObservationStory, author: User, key: str) -> None:
        self.observations[key] = post_observation(
            user=author,
            sighting=Sighting(
                text=story.text,
                consultation=self.pages[story.consultation],
                topic=self.topics.get(story.topic),
                place=self.places.get(story.place),
                spot=story.spot,
                photo=picture(story.picture) if story.picture else None,
                photo_alt=story.alt,
            ),
        )

    def _agree(self, key: str, person: User) -> None:
        agree_with_observation(user=person, observation=self.observations[key], agrees=True)

    # Ideas

    def tell_idea(self, story: IdeaStory) -> None:
        """Plan the life of one idea."""
        posted = self.calendar.waking(story.days, story.key)
        author = self._person(story.author, story.key, story.language)
        self.closings.add(closing_time(self.pages[story.consultation], posted))
        self.at(posted, partial(self._submit, story, author))
        begins = posted + timedelta(minutes=20)
        for edit in story.edits:
            begins = posted + edit.hours * HOUR
            self.at(begins, partial(self._edit, story.key, edit))
            self.at(begins + 20 * HOUR, partial(self._stay, story.key))
        replies = [(reply, self.calendar.working(reply.days, f"{story.key} {reply.days}")) for reply in story.replies]
        self._plan_votes(story, author, begins, replies)
        for reply, moment in replies:
            self.at(moment, partial(self._answer, story, reply))
        if story.put_off:
            self.at(
                self.calendar.working(story.put_off.days, story.key), partial(self._put_off, story.key, story.put_off)
            )
        for step in story.progress:
            moment = self.calendar.working(step.days, f"{story.key} {step.percent}")
            self.at(moment, partial(self._report_progress, story, step))
        if story.verdict:
            self._plan_verdict(story, story.verdict)
        self._plan_end(story, author)

    def _submit(self, story: IdeaStory, author: User) -> None:
        gathered = [self.observations[key] for key in story.observations]
        proposal = Proposal.cleaned(
            title=story.title,
            body=story.body,
            consultation=self.pages[story.consultation],
            topic=self.topics.get(story.topic),
            place=self.places.get(story.place),
            language=story.language,
            observations=gathered,
        )
        self.ideas[story.key] = submit_idea(user=author, proposal=proposal)

    def _edit(self, key: str, edit: Edit) -> None:
        idea = self.ideas[key]
        proposal = Proposal.cleaned(
            title=idea.title,
            body=f"{idea.body}\n\n{edit.add}",
            consultation=idea.consultation,
            topic=idea.topic,
            place=idea.place,
            language=idea.language,
        )
        assert idea.author is not None
        self.ideas[key] = edit_idea(user=idea.author, idea=idea, proposal=proposal, note=edit.note)

    def _stay(self, key: str) -> None:
        """Most of those who supported the earlier text support the new one, too."""
        idea = self.ideas[key]
        asked = supporters_before(idea, idea.text_version)
        earlier = [person for person in self.backers[key] if person.pk in asked]
        for person in earlier[: len(earlier) * 2 // 3]:
            vote_on_idea(user=person, idea=idea, value=1, version=idea.version)

    def _plan_votes(
        self, story: IdeaStory, author: User, begins: datetime, replies: list[tuple[Reply, datetime]]
    ) -> None:
        """Support comes between posting and whatever ends it: the answer, the end of the stage, or the present."""
        page = self.pages[story.consultation]
        ends = [moment for reply, moment in replies if reply.status]
        ends += [self.calendar.waking(end.days, story.key) for end in story.ends if end]
        if page.support_days:
            ends.append(begins + timedelta(days=page.support_days - 1))
        voting = [stage for stage in page.all_stages if Power.SUPPORT in stage.powers]
        ends += [stage.ends_at - HOUR for stage in voting if stage.ends_at]
        opens = min((stage.starts_at for stage in voting), default=begins)
        first, last = max(begins, opens + HOUR), min([self.calendar.now, *ends]) - timedelta(minutes=10)
        people = self._crowd(story.support + story.oppose, story.key, author, voting[0] if voting else None)
        backers, others = people[: story.support], people[story.support :]
        self.backers[story.key] = backers
        enough = page.threshold if page.threshold and story.support >= page.threshold else 0
        if enough:
            met = self.calendar.waking(story.met, story.key) if story.met is not None else first + (last - first) * 0.6
            early, late = backers[:enough], backers[enough:]
            cast = [*self._spread(early[:-1], first, met, story.key), (early[-1], met)]
            cast += self._spread(late, met, last, f"{story.key} late")
        else:
            cast = self._spread(backers, first, last, story.key)
        for person, moment in cast:
            self.at(moment, partial(self._vote, story.key, person, 1))
        for person, moment in self._spread(others, first, last, f"{story.key} against"):
            self.at(moment, partial(self._vote, story.key, person, -1))

    def _vote(self, key: str, person: User, value: int) -> None:
        known = self.ideas[key]
        idea = vote_on_idea(user=person, idea=known, value=value)
        # The page keeps its stages in memory: thousands of votes need not read them again.
        idea.consultation = known.consultation
        self.ideas[key] = idea

    def _answer(self, story: IdeaStory, reply: Reply) -> None:
        idea = self.idea_now(story.key)
        official = self._official(idea, reply.department)
        if reply.department and idea.department != official.department:
            clerk = self.people.officials["participation"]
            idea = assign_idea(user=clerk, idea=idea, department=official.department)
        publish_answer(
            user=official,
            answer=prepare_answer(user=official, idea=idea, status=reply.status, reason=reply.reason.strip()),
        )

    def _put_off(self, key: str, told: PutOff) -> None:
        duty = self.idea_now(key).duties.open().by_day()[0]
        due = duty.due_at + timedelta(days=told.by)
        extend_duty(user=self._official(duty.idea), duty=duty, due=due, reason=told.reason)

    def _report_progress(self, story: IdeaStory, step: Progress) -> None:
        idea = self.idea_now(story.key)
        report_progress(user=self._official(idea), idea=idea, percent=step.percent, text=step.text.strip())

    def _plan_verdict(self, story: IdeaStory, verdict: Verdict) -> None:
        silent = [""] * (verdict.yes + verdict.no)
        yes = [(True, text) for text in [*verdict.praise, *silent][: verdict.yes]]
        no = [(False, text) for text in [*verdict.doubts, *silent][: verdict.no]]
        for number, (was_done, said) in enumerate([*yes, *no]):
            moment = self.calendar.waking(verdict.days * (1 - number / 40), f"{story.key} verdict {number}")
            self.at(moment, partial(self._confirm, story.key, number, was_done, said))

    def _confirm(self, key: str, number: int, was_done: bool, text: str) -> None:
        confirm_idea(user=self.backers[key][number], idea=self.idea_now(key), was_done=was_done, text=text)

    def _plan_end(self, story: IdeaStory, author: User) -> None:
        if retired := story.retired:
            self.at(
                self.calendar.waking(retired.days, story.key),
                lambda: retire_idea(
                    user=author,
                    idea=self.idea_now(story.key),
                    instead=self.idea_now(retired.instead),
                    reason=retired.reason,
                ),
            )
        if hidden := story.hidden:
            moderator = self.people.cast["moderator"]
            self.at(
                self.calendar.waking(hidden.days, story.key),
                lambda: hide(user=moderator, target=self.idea_now(story.key), reason=hidden.reason),
            )
        if merged := story.merged:
            moment = self.calendar.waking(merged.days, story.key)
            self.at(moment, partial(self._merge, story.key, merged))
        if divided := story.divided:
            self.at(self.calendar.waking(divided.days, story.key), partial(self._divide, story.key, divided))
        if same := story.same:
            self.at(self.calendar.waking(same.days, f"same {story.key}"), partial(self._say_the_same, story.key, same))
        if told := story.complaint:
            reporter = self._crowd(1, f"complaint {story.key}", author)[0]
            self.at(
                self.calendar.waking(told.days, f"complaint {story.key}"),
                lambda: report(user=reporter, target=self.idea_now(story.key), reason=told.reason, text=told.text),
            )

    def _merge(self, key: str, told: Ending) -> None:
        moderator = self.people.cast["moderator"]
        merge = merge_ideas(
            user=moderator, source=self.idea_now(key), target=self.idea_now(told.instead), reason=told.reason
        )
        advance(merge.pk)

    def _say_the_same(self, key: str, told: Ending) -> None:
        idea = self.idea_now(key)
        assert idea.author is not None
        person = self._crowd(1, f"same {key}", idea.author)[0]
        propose_merge(user=person, source=idea, target=self.idea_now(told.instead), reason=told.reason)

    def _divide(self, key: str, told: Division) -> None:
        parts = [Part(part["title"], part["body"]) for part in told.parts]
        split_idea(user=self.people.cast["moderator"], idea=self.idea_now(key), parts=parts, reason=told.reason)

    # Who and what

    def idea_now(self, key: str) -> Idea:
        """The idea as it stands at the moment of the act."""
        known = Idea.objects.select_related("consultation", "department", "topic__department", "author")
        idea: Idea = known.get(pk=self.ideas[key].pk)
        return idea

    def _person(self, role: str, seed: str, language: str) -> User:
        """Who of the cast or the offices it is; where the story does not say, somebody who speaks its language."""
        if role:
            return self.people.cast.get(role) or self.people.officials[role]
        return dice(f"author {seed}").choice([person for person in self.people.crowd if person.language == language])

    def _official(self, idea: Idea, department: str = "") -> User:
        """Who answers: the department in charge, or the one that would be."""
        if department:
            return self.people.officials[department]
        by_topic = idea.topic.department if idea.topic else None
        asked = idea.consultation.department
        likely = by_topic or asked if idea.consultation.is_suggestion_box else asked or by_topic
        in_charge = idea.department or likely
        assert in_charge is not None
        return self.people.officials[in_charge.slug]

    def _crowd(self, count: int, seed: str, author: User, stage: Stage | None = None) -> list[User]:
        """So many different people, none of them the author, each with a vote left in the stage."""
        people = [person for person in self.people.voters if person.pk != author.pk]
        if stage and (limit := stage.votes_per_person):
            people = [person for person in people if self.votes_planned[stage.pk, person.pk] < limit]
        chosen = dice(f"crowd {seed}").sample(people, count)
        if stage:
            self.votes_planned.update((stage.pk, person.pk) for person in chosen)
        return chosen

    @staticmethod
    def _spread(people: list[User], first: datetime, last: datetime, seed: str) -> list[tuple[User, datetime]]:
        """Moments for each of them: many soon, fewer later."""
        chance = dice(f"spread {seed}")
        length = max(last - first, timedelta(minutes=1))
        moments = sorted(first + length * chance.random() ** 1.6 for _ in people)
        return list(zip(people, moments, strict=True))


def _look_at_dates() -> None:
    """Each morning: which dates come near, and which have passed."""
    remind()
    escalate()


def _clockwork() -> None:
    expire_ideas()
    follow_stages()
    while follow_half_lives():
        pass
