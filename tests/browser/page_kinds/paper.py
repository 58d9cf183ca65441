"""Signature sheets and the counter."""

from ideas.paper.actions import check_sheet, enter_sheet, keep_sheet, undo_sheet
from ideas.paper.models import SignatureSheet
from tests.factories import UserFactory

from .table import Site, Visit, kind, plain

plain("paper-empty", "/desk/paper/", person="suho")
plain("counter", "/desk/counter/", person="suho")
plain(
    "counter-with-errors",
    "/desk/counter/",
    person="suho",
    press=("이 사람의 제안으로 올리기", "Post it for the person"),
    status=422,
)
plain("claim", "/accounts/me/counter/", person="mina")


def sheet_of(site: Site) -> SignatureSheet:
    lines = ["김하나 1970-01-02", "이두리 1981-02-03", "?"]
    return enter_sheet(user=site.suho, idea=site.idea(voting=True, support_count=0), number="가-1", lines=lines)


@kind("paper")
def paper(site: Site) -> Visit:
    check_sheet(user=UserFactory(official=True), sheet=sheet_of(site))
    sheet_of(site)
    return Visit("/desk/paper/", site.suho)


@kind("paper-sheet-to-check")
def sheet_to_check(site: Site) -> Visit:
    return Visit(sheet_of(site).get_absolute_url(), UserFactory(official=True))


@kind("paper-sheet-counted")
def counted_sheet(site: Site) -> Visit:
    return Visit(check_sheet(user=UserFactory(official=True), sheet=sheet_of(site)).get_absolute_url(), site.suho)


def sheet_to_undo(site: Site) -> SignatureSheet:
    """Somebody wanted to take it back and was not agreed with; and wants it once more."""
    clerk = UserFactory(official=True)
    counted = check_sheet(user=clerk, sheet=sheet_of(site))
    undo_sheet(user=site.suho, sheet=counted, reason="다른 제안의 서명지였습니다.")
    keep_sheet(user=clerk, sheet=counted, reason="제목이 같은 제안은 이것뿐입니다.")
    return undo_sheet(user=site.suho, sheet=counted, reason="다시 보니 둘째 장이 다른 제안의 것입니다.")


@kind("paper-sheet-to-undo")
def sheet_that_a_colleague_would_take_back(site: Site) -> Visit:
    return Visit(sheet_to_undo(site).get_absolute_url(), UserFactory(official=True))


@kind("paper-sheet-asked-to-undo")
def sheet_that_waits_for_a_colleague(site: Site) -> Visit:
    return Visit(sheet_to_undo(site).get_absolute_url(), site.suho)


@kind("paper-sheet-with-errors")
def sheet_with_errors(site: Site) -> Visit:
    return Visit(sheet_of(site).get_absolute_url(), site.suho, ("서명지 거두기", "Take the sheet back"), 422)


@kind("paper-new")
def new_sheet(site: Site) -> Visit:
    return Visit(f"/desk/paper/ideas/{site.idea().pk}/new/", site.suho)


@kind("paper-new-with-errors")
def new_sheet_with_errors(site: Site) -> Visit:
    return Visit(f"/desk/paper/ideas/{site.idea().pk}/new/", site.suho, ("서명지 적기", "Write the sheet down"), 422)


@kind("idea-with-paper")
def idea_with_paper(site: Site) -> Visit:
    return Visit(check_sheet(user=UserFactory(official=True), sheet=sheet_of(site)).idea.get_absolute_url())
