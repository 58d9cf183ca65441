"""What people say by pressing a button themselves, and whether they said that they support an idea."""

from django.db.models import Q

from participation.accounts.models import User
from participation.events.models import Event

from .models import Idea

VERBS = {1: "idea.supported", -1: "idea.opposed", 0: "idea.vote_withdrawn"}
RENEWED, REPEATED = "idea.vote_renewed", "idea.vote_repeated"
SUPPORT = {VERBS[1], RENEWED, REPEATED}
PRESSED = {*VERBS.values(), RENEWED, REPEATED}


def says_so_themselves(person: User, idea: Idea) -> bool:
    """Their last own word, with any account of theirs, on the site and not on paper, was support."""
    accounts = User.objects.filter(Q(pk=person.voter_id) | Q(same_person_as=person.voter_id), is_on_paper=False)
    events = Event.objects.about(idea).filter(actor__in=accounts, verb__in=PRESSED).order_by("-pk")
    own = next((event for event in events if not event.payload.get("on_paper")), None)
    return own is not None and own.verb in SUPPORT
