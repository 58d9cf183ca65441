"""What researchers keep and take away, as a hand does it: alerts, citations, exports, and files of what is seen."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from ideas import counts
from participation.moderation.actions import hide
from participation.research.exports.making import make_waiting_exports
from participation.research.exports.tidying import send_mails
from participation.research.open_data.publishing import publish
from participation.research.sets.mailing import send_due_digests
from participation.research.sets.models import ResultSet, SavedSearch
from search.indexing import index
from tests.datasets.packages import problems, rows_of
from tests.factories import IdeaFactory, UserFactory

from .conftest import PHONE

BUSES = "/search/?q=심야버스&kind=idea"


@pytest.fixture
def buses(consultation, mina):
    """Three ideas about night buses, each in a month of its own."""
    made = [
        IdeaFactory(
            consultation=consultation,
            author=mina,
            title=f"심야버스를 {word} 주세요",
            created_at=timezone.now() - timedelta(days=40 * number),
        )
        for number, word in enumerate(("늘려", "이어", "알려"))
    ]
    for idea in made:
        index(idea)
    return made


def downloaded(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as begun:
        page.get_by_role("link", name=name).first.click()
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path


def in_mail(pattern: str) -> str:
    """The address in the only mail, as the test's server has it."""
    (message,) = mail.outbox
    address = urlsplit(re.findall(pattern, str(message.body))[0])
    return f"{address.path}?{address.query}" if address.query else address.path


def on_the_next_morning() -> int:
    """How many digests go then."""
    assert send_due_digests() == 0
    SavedSearch.objects.update(due_at=timezone.now())
    return send_due_digests()


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}])
def test_a_new_match_is_told_once_in_the_next_digest(open_page, buses, joon, consultation, viewport):
    """S75."""
    page = open_page(BUSES, user=joon, viewport=viewport)
    page.get_by_role("link", name="새 결과 알림 받기").click()
    page.get_by_label("무엇이라고 부를까요?").fill("밤 버스")
    page.get_by_role("main").get_by_role("button", name="저장").click()
    expect(page.get_by_role("link", name="밤 버스", exact=True)).to_be_visible()
    index(IdeaFactory(consultation=consultation, title="심야버스 정류장에 불을 켭시다"))
    assert on_the_next_morning() == 1
    (message,) = mail.outbox
    assert message.to == [joon.email]
    assert "심야버스 정류장에 불을 켭시다" in message.body
    assert buses[0].title not in message.body
    mailed = open_page(in_mail(r"https?://\S+/ideas/\S+"))
    expect(mailed.get_by_role("heading", level=1)).to_have_text("심야버스 정류장에 불을 켭시다")
    assert on_the_next_morning() == 0
    # One click in the mail stops it; looking at the address does not.
    stopping = open_page(in_mail(r"https?://\S+/stop/\S+"))
    stopping.get_by_role("button", name="그만 받기").click()
    index(IdeaFactory(consultation=consultation, title="심야버스 요금을 내립시다"))
    assert on_the_next_morning() == 0


def test_a_cited_set_says_then_and_now(open_page, buses, joon, hana, tmp_path):
    page = open_page(BUSES, user=joon)
    page.get_by_role("link", name="이 결과 인용하기").click()
    page.get_by_role("button", name="간직하기").click()
    expect(page.get_by_role("main")).to_contain_text("지금 3건, 그때 3건")
    address = urlsplit(page.url).path
    bibtex = downloaded(page, "BibTeX 형식으로", tmp_path).read_text()
    assert bibtex.startswith("@misc{")
    assert address in bibtex
    assert "UR  - " in downloaded(page, "RIS 형식으로", tmp_path).read_text()
    assert address in downloaded(page, "APA 형식으로", tmp_path).read_text()
    hide(user=hana, target=buses[0], reason="광고입니다.")
    index(IdeaFactory(consultation=buses[0].consultation, title="심야버스 노선도"))
    ResultSet.objects.update(made_at=timezone.now() - timedelta(hours=1), compared_at=None)
    for language, said in (
        ("", "지금 3건, 그때 3건, 새로 1건, 그 뒤 가려짐 1건"),
        ("/en", "Now 3, then 3, 1 new, 1 since hidden"),
    ):
        other = open_page(language + address)
        expect(other.get_by_role("main")).to_contain_text(said)
        assert buses[0].title not in other.content()


def test_an_export_fills_its_bar_and_is_taken(open_page, buses, joon, tmp_path, assert_accessible):
    page = open_page(BUSES, user=joon, viewport=PHONE)
    page.get_by_role("link", name="이 결과 내려받기").click()
    page.get_by_label("JSON Lines").check()
    page.get_by_role("button", name="파일 만들기").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("button", name="그만두기")).to_be_visible()
    assert_accessible(page)
    assert make_waiting_exports() == 1
    # The page looks again by itself.
    link = page.get_by_role("link", name="내려받기 (ZIP")
    expect(link).to_be_visible()
    expect(page.get_by_role("button", name="그만두기")).to_have_count(0)
    folder = tmp_path / "package"
    zipfile.ZipFile(downloaded(page, "내려받기 (ZIP", tmp_path)).extractall(folder)
    assert problems(folder) == []
    assert {row["title"] for row in rows_of(folder, "results")} == {idea.title for idea in buses}
    assert send_mails() == 1
    mailed = open_page(in_mail(r"https?://\S+/research/exports/\S+"))
    expect(mailed.get_by_role("link", name="내려받기 (ZIP")).to_be_visible()
    page.get_by_role("button", name="파일 지우기").click()
    mailed.reload()
    expect(mailed.get_by_role("link", name="내려받기 (ZIP")).to_have_count(0)


def test_what_is_hidden_is_in_nothing_that_is_taken_away(open_page, client, buses, joon, hana, tmp_path, deliver_all):
    """S73: not in exports, charts or feeds; and an export that holds it is withdrawn."""
    secret = buses[0]
    page = open_page(BUSES, user=joon)
    page.get_by_role("link", name="이 결과 내려받기").click()
    page.get_by_role("button", name="파일 만들기").click()
    page.wait_for_url("**/research/exports/**")
    make_waiting_exports()
    hide(user=hana, target=secret, reason="광고입니다.")
    deliver_all()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("가려")
    expect(page.get_by_role("link", name="내려받기 (ZIP")).to_have_count(0)
    page.get_by_role("main").get_by_role("link", name="새로 만들기").click()
    page.get_by_label("JSON Lines").check()
    page.get_by_role("button", name="파일 만들기").click()
    page.wait_for_url("**/research/exports/**")
    make_waiting_exports()
    page.reload()
    folder = tmp_path / "package"
    zipfile.ZipFile(downloaded(page, "내려받기 (ZIP", tmp_path)).extractall(folder)
    assert {row["title"] for row in rows_of(folder, "results")} == {idea.title for idea in buses[1:]}
    for file in folder.iterdir():
        assert secret.title.encode() not in file.read_bytes(), file.name
    for address in (
        "/research/time/months.csv?q=심야버스",
        "/research/beside/side-by-side.csv?q=심야버스&with=제안",
        "/feeds/search.atom?q=심야버스",
        "/api/v1/research/results?search=q=심야버스",
    ):
        assert secret.title not in client.get(address).content.decode(), address
    months = client.get("/api/v1/research/histogram", {"q": "심야버스"}).json()["months"]
    assert sum(month["count"] for month in months) == 2


def table(page: Page, caption: str) -> list[list[str]]:
    """The rows that are seen, without the commas that make large numbers easy to read."""
    rows = page.get_by_role("table", name=caption).get_by_role("row")
    return rows.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.innerText.replaceAll(',', '')))")


def in_file(path: Path) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    return [[cell.replace(",", "") for cell in row] for row in rows if not row[0].startswith("# ")]


@pytest.mark.parametrize(
    ("address", "caption", "named_by"),
    [
        ("time/?q=심야버스", "달마다 글 수", 1),
        ("people/?q=심야버스", "쓴 횟수로 나눈 사람들", 1),
        # The file parts what stands as "State: voting" in front of a row.
        ("beside/?q=늘려&with=정류장", "한쪽에 더 많은 값", 2),
    ],
)
def test_a_table_is_taken_away_exactly_as_it_is_seen(
    open_page, buses, consultation, tmp_path, address, caption, named_by
):
    for times in (1, 2) * 5:
        author = UserFactory()
        for _ in range(times):
            index(IdeaFactory(consultation=consultation, author=author, title="심야버스 정류장", voting=times == 2))
    page = open_page(f"/research/{address}")
    head, *seen = table(page, caption)
    assert seen
    named, *rows = in_file(downloaded(page, "표(CSV)", tmp_path))
    assert named[named_by:] == head[1:]
    assert [[": ".join(row[:named_by]), *row[named_by:]] for row in rows] == seen


def test_a_picture_is_taken_away_exactly_as_it_is_seen(open_page, buses, tmp_path):
    page = open_page("/research/time/?q=심야버스")
    marks = "svg => [...svg.querySelectorAll('rect, path, text')].map(mark => mark.outerHTML)"
    seen = page.locator("[data-span] svg").evaluate(marks)
    saved = downloaded(page, "그림(SVG)", tmp_path)
    alone = open_page("/healthz")
    alone.set_content(saved.read_text())
    assert alone.locator("svg").evaluate(marks) == seen


def test_the_open_data_hold_what_the_list_shows(open_page, buses, hana, tmp_path):
    """S85."""
    counts.recount()
    hide(user=hana, target=buses[0], reason="광고입니다.")
    publish()
    page = open_page("/data/", viewport=PHONE)
    folder = tmp_path / "data"
    zipfile.ZipFile(downloaded(page, "모두 내려받기", tmp_path)).extractall(folder)
    assert problems(folder) == []
    ideas = rows_of(folder, "ideas")
    page.goto("/ideas/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(len(ideas)))
    assert {row["title"] for row in ideas} == {idea.title for idea in buses[1:]}
    assert (folder / "codebook.csv").exists()
    for file in folder.rglob("*.*"):
        content = file.read_bytes()
        assert b"@example.org" not in content, file.name
        assert buses[0].title.encode() not in content, file.name
