"""The ledger, how votes are counted, and who is asked again."""

from django.contrib.contenttypes.models import ContentType

from ideas.actions.posting import Proposal, edit_idea
from ideas.actions.voting import cast_on_idea, vote_on_idea
from ideas.models import Idea
from participation.votes.ledger.sealing import seal_waiting
from participation.votes.patterns.models import CountingSettings, Pattern

from .table import Site, Visit, kind, plain

plain("counting", "/counting/")
plain("ledger-empty", "/ledger/")
plain("ledger-unknown-receipt", "/ledger/?receipt=nonsense", status=422)
plain("ledger-mine-empty", "/ledger/mine/", person="joon")


def sealed(site: Site) -> str:
    """Three votes in the ledger, the last one a withdrawal; the receipt of Joon's."""
    found = site.idea(voting=True)
    receipt = cast_on_idea(user=site.joon, idea=found, value=1).receipt
    assert receipt is not None
    vote_on_idea(user=site.hana, idea=found, value=1)
    vote_on_idea(user=site.hana, idea=found, value=0)
    seal_waiting()
    return receipt


@kind("ledger")
def ledger(site: Site) -> Visit:
    sealed(site)
    return Visit("/ledger/")


@kind("ledger-mine")
def ledger_mine(site: Site) -> Visit:
    sealed(site)
    return Visit("/ledger/mine/", site.joon)


@kind("ledger-receipt")
def ledger_receipt(site: Site) -> Visit:
    return Visit(f"/ledger/receipts/{sealed(site)}/", site.joon)


@kind("ledger-receipt-waiting")
def ledger_receipt_waiting(site: Site) -> Visit:
    receipt = cast_on_idea(user=site.joon, idea=site.idea(voting=True), value=1).receipt
    return Visit(f"/ledger/receipts/{receipt}/", site.joon)


@kind("idea-asked-again")
def asked_again(site: Site) -> Visit:
    """A supporter of an earlier text, with the share of unusual votes beside the count."""
    found = site.idea(voting=True)
    vote_on_idea(user=site.joon, idea=found, value=1)
    words = Proposal.cleaned(
        title=found.title, body="이제는 택시를 늘렸으면 좋겠습니다.", consultation=found.consultation
    )
    edit_idea(user=site.hana, idea=Idea.objects.get(pk=found.pk), proposal=words)
    CountingSettings.objects.create(is_public=True)
    kind_of_idea = ContentType.objects.get_for_model(Idea)
    Pattern.objects.create(content_type=kind_of_idea, object_id=found.pk, unusual=2)
    return Visit(Idea.objects.get(pk=found.pk).get_absolute_url(), site.joon)
