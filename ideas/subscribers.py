"""What else changes with an idea or an observation: at once its place in the search, afterwards its small photo."""

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction

from participation.accounts.models import User
from participation.events.models import Event
from participation.events.registry import every, subscribe
from search.indexing import adjust, index, index_many

from .documents import answers, observations
from .life import UNANSWERED
from .merging.settling import settle
from .models import CarriedVote, Idea, Observation
from .observations.thumbnails import draw_thumbnail, without_thumbnail

VOTES = (
    "idea.supported",
    "idea.opposed",
    "idea.vote_withdrawn",
    "idea.votes_carried",
    "idea.votes_returned",
    "observation.agreed",
    "observation.agreement_withdrawn",
)
LAST_SEEN = "ideas.votes_in_search"
# Without a mark of how far it came, the job looks back so far.
LOOK_BACK = 20_000


@subscribe(
    "idea.submitted idea.edited idea.hidden idea.unhidden idea.retired idea.threshold_met idea.answered idea.progressed"
    " idea.done idea.expired idea.owed_all_the_same idea.moved idea.assigned idea.interim_answered idea.imported"
    " idea.voting_opened idea.voting_closed idea.merged idea.unmerged idea.took_in idea.gave_back idea.split"
    " idea.unsplit idea.fell_below idea.support_goes_on idea.reopened",
    name="search.ideas",
    in_transaction=True,
)
def index_idea(event: Event) -> None:
    idea = Idea.objects.select_related("author").filter(pk=event.object_id).first()
    if idea is None:
        return
    index(idea)
    if event.verb not in ("idea.submitted", "idea.imported"):
        # They are shown and hidden with their idea, under its title.
        index_many(answers().filter(idea=idea).exclude(published_at=None))


@subscribe(
    "observation.posted observation.hidden observation.unhidden observation.gathered",
    name="search.observations",
    in_transaction=True,
)
def index_observation(event: Event) -> None:
    observation = observations().filter(pk=event.object_id).first()
    if observation is not None:
        index(observation)


@subscribe("account.verified", name="ideas.carry_verified")
def carry_verified(event: Event) -> None:
    """Support that was merged into an idea that asks for more of its voters counts there once they are known."""
    person = User.objects.filter(pk=event.object_id).first()
    if person is None:
        return
    held = CarriedVote.objects.filter(voter_id=person.voter_id, state=CarriedVote.State.HELD, merge__undone_at=None)
    targets = held.filter(merge__target__status__in=UNANSWERED).values_list("merge__target_id", flat=True)
    with transaction.atomic():
        for idea in Idea.objects.select_related("consultation").filter(pk__in=list(targets)).order_by("pk"):
            settle(idea, [person.voter_id])


@subscribe("observation.posted", name="observations.thumbnail")
def draw_small(event: Event) -> None:
    observation = without_thumbnail().filter(pk=event.object_id).first()
    if observation is not None:
        draw_thumbnail(observation)


@every(timedelta(seconds=30), name="ideas.votes_in_search")
def carry_votes() -> int:
    """Bring new counts to the search: once for many votes, since an order by votes may be a minute old."""
    newest = Event.objects.settled().order_by("-pk").values_list("pk", flat=True).first() or 0
    since = cache.get(LAST_SEEN, newest - LOOK_BACK)
    voted = Event.objects.filter(pk__gt=since, pk__lte=newest, verb__in=VOTES)
    changed = 0
    for kind, column in ((Idea, "support_count"), (Observation, "agree_count")):
        name = kind._meta.model_name
        numbers = voted.filter(verb__startswith=f"{name}.").values_list("object_id", flat=True).distinct()
        for thing in kind._default_manager.filter(pk__in=list(numbers)).only("pk", column):
            adjust(thing, votes=getattr(thing, column))
            changed += 1
    cache.set(LAST_SEEN, newest, None)
    return changed
