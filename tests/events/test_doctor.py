"""What disagrees is counted, and put right only when asked."""

import pytest
from django.core.management import call_command

from ideas.actions.voting import vote_on_idea
from ideas.models import Idea, IdeaCount
from participation.accounts.models import User
from participation.events.checkup import examine
from search.models import SearchDoc

pytestmark = pytest.mark.django_db


def said(*, repair: bool = False) -> dict[str, int]:
    return dict(examine(repair=repair))


def test_a_sound_site_has_nothing_to_say(joon: User, posted: Idea) -> None:
    vote_on_idea(user=joon, idea=posted, value=1)
    assert set(said().values()) == {0}


def test_a_wrong_tally_is_counted_and_repaired(joon: User, posted: Idea) -> None:
    vote_on_idea(user=joon, idea=posted, value=1)
    Idea.objects.filter(pk=posted.pk).update(support_count=7)
    assert said()["tallies"] == 1
    assert said()["tallies"] == 1, "looking repairs nothing"
    assert said(repair=True)["tallies"] == 1
    assert Idea.objects.get(pk=posted.pk).support_count == 1
    assert said()["tallies"] == 0


def test_a_lost_count_and_a_lost_document_are_counted_and_repaired(posted: Idea) -> None:
    IdeaCount.objects.all().delete()
    SearchDoc.objects.filter(kind="idea").delete()
    found = said(repair=True)
    assert (found["counts"], found["index"]) == (1, 1)
    assert set(said().values()) == {0}


def test_the_command_fails_where_something_disagrees(posted: Idea) -> None:
    Idea.objects.filter(pk=posted.pk).update(support_count=7)
    with pytest.raises(SystemExit):
        call_command("doctor")
    call_command("doctor", "--repair")
    call_command("doctor")


@pytest.fixture
def posted(mina: User, consultation: object) -> Idea:
    """An idea that came in as ideas do."""
    from ideas.actions.posting import Proposal, submit_idea
    from participation.consultations.models import ConsultationPage

    assert isinstance(consultation, ConsultationPage)
    title, body = "밤 버스를 늘려 주세요", "막차가 너무 이릅니다. 두 대만 더 있으면 됩니다."
    return submit_idea(user=mina, proposal=Proposal(title=title, body=body, consultation=consultation))
