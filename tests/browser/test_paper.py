"""A signature sheet through the hands of two officials, there and back."""

from playwright.sync_api import expect

from ideas.actions.voting import vote_on_idea
from participation.accounts.actions import claim_identity
from participation.accounts.models import IdentityLevel
from tests.factories import UserFactory

from .conftest import PHONE

TEN = [f"사람{number} 1990-01-{number:02}" for number in range(1, 11)]


def supporters_shown(open_page, idea, words):
    box = open_page(f"/en{idea.get_absolute_url()}").get_by_role("region", name="Vote", exact=True)
    expect(box).to_contain_text(words)


def test_of_ten_signatures_eight_are_added_and_two_reported_and_two_officials_take_them_back(
    open_page, suho, transport, idea
):
    """S45."""
    for line in TEN[2:4]:
        name, born_on = line.split()
        secret = f"{name}|{born_on}"
        voter = claim_identity(
            user=UserFactory(), source="identity:development", secret=secret, level=IdentityLevel.VERIFIED
        )
        vote_on_idea(user=voter, idea=idea, value=1)
    clerk = UserFactory(official=True, department=transport)
    page = open_page(f"/en/desk/ideas/{idea.pk}/", user=suho)
    page.get_by_role("link", name="Enter a sheet").click()
    page.get_by_label("Number of the sheet").fill("가-1")
    page.get_by_label("Signatures", exact=True).fill("\n".join(TEN))
    page.get_by_role("button", name="Write the sheet down").click()
    expect(page.get_by_text("Somebody else has to check what you entered.")).to_be_visible()
    supporters_shown(open_page, idea, "2 people support this")

    other = open_page("/en/desk/paper/", user=clerk, viewport=PHONE)
    other.get_by_role("link", name="Sheet 가-1").click()
    other.get_by_role("button", name="It is right: count it").click()
    report = other.get_by_role("main")
    expect(report.get_by_role("cell", name="Added", exact=True)).to_have_count(8)
    expect(report.get_by_role("cell", name="Voted already", exact=True)).to_have_count(2)
    supporters_shown(open_page, idea, "10 people support this")

    other.get_by_label("Why it is taken back").fill("다른 제안의 서명지였습니다.")
    other.get_by_role("button", name="Ask to take it back").click()
    expect(other.get_by_text("A second person has to agree.", exact=False)).to_be_visible()
    expect(other.get_by_role("button", name="Agree: take it back")).to_have_count(0)
    supporters_shown(open_page, idea, "10 people support this")

    page.goto("/en/desk/paper/")
    expect(page.get_by_role("region", name="Waiting for a second person")).to_contain_text("To be taken back")
    page.get_by_role("link", name="Sheet 가-1").click()
    page.get_by_role("button", name="Agree: take it back").click()
    expect(page.get_by_text("The sheet is taken back, with its votes.")).to_be_visible()
    supporters_shown(open_page, idea, "2 people support this")
