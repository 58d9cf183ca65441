"""Boards of other platforms come in whole, once, and as what they are."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Sum

from ideas.imports.formats import FORMATS
from ideas.imports.posts import Report
from ideas.imports.storing import import_board
from ideas.life import Status
from ideas.models import Idea, IdeaCount
from participation.contributions.text import Markup
from participation.events.models import Event
from search.models import SearchDoc

pytestmark = pytest.mark.django_db


def petition(**changed: Any) -> dict[str, Any]:
    return {
        "source": "lovit",
        "id": 1,
        "title": "공원에 그늘을 만들어 주세요",
        "content": "여름에 걷기가 어렵습니다. 김**씨도 그렇게 말합니다.",
        "category": "안전/환경",
        "begin": "2019-04-01",
        "end": "2019-05-01",
        "agree": 250_000,
        "status": "청원종료",
        "crawled_at": None,
    } | changed


def question(**changed: Any) -> dict[str, Any]:
    return {
        "no": 7,
        "uuid": "0754d6b7",
        "title": "왜 이렇게 빨리 달리나요?",
        "author": "u1",
        "created": "2025-02-07 00:16:07",
        "body_md": "# 물음\n\n**왜** 그런가요? <script>alert(1)</script>",
        "images": 0,
    } | changed


@pytest.fixture
def board_file(tmp_path: Path) -> Any:
    def write(*rows: Any) -> Path:
        path = tmp_path / "board.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8") as file:
            file.writelines(
                (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows
            )
        return path

    return write


def bring(name: str, path: Path) -> Report:
    *_, report = import_board(FORMATS[name], path)
    return report


def test_a_petition_comes_in_with_its_own_totals_dates_and_status(board_file: Any) -> None:
    report = bring("petitions", board_file(petition(), petition(id=2, status="브리핑", agree=120)))
    assert (report.read, report.created, report.skipped) == (2, 2, [])
    closed, answered = Idea.objects.order_by("source_id")
    assert closed.imported_support == 250_000
    assert (closed.support_count, closed.status) == (0, Status.EXPIRED), "a count is no answer and no vote"
    assert answered.status == Status.ANSWERED
    assert closed.closes_at is not None
    assert closed.closes_at.isoformat().startswith("2019-05-01T14:59:59")
    assert closed.topic is not None
    assert closed.topic.name == "안전/환경"
    assert "김**씨" in closed.html, "asterisks of a plain text mask a name; they are no emphasis"


def test_an_imported_page_says_where_it_is_from_and_when_its_time_was_over(client: Any, board_file: Any) -> None:
    bring("petitions", board_file(petition(), petition(id=2, status="브리핑")))
    for idea in Idea.objects.all():
        page = client.get(idea.get_absolute_url())
        assert page.context["byline"]["name"] == "청와대 국민청원", "nobody left: no name came along"
        assert "탈퇴" not in page.content.decode()
        assert [(each["verb"], each["when"]) for each in page.context["lifeline"]] == [
            ("idea.imported", idea.created_at),
            ("idea.expired", idea.closes_at),
        ]


def test_a_question_keeps_its_markdown_and_loses_its_script(board_file: Any) -> None:
    bring("questions", board_file(question()))
    idea = Idea.objects.get()
    assert idea.markup == Markup.MARKDOWN
    assert "<strong>왜</strong>" in idea.html
    assert "<script" not in idea.html
    assert "<script>" in idea.body, "the source stays as it was"
    assert (idea.source_board, idea.source_id, idea.source_author) == ("questions", "0754d6b7", "u1")


def test_importing_again_adds_nothing_and_brings_corrections(board_file: Any) -> None:
    bring("petitions", board_file(petition(), petition(id=2)))
    again = bring("petitions", board_file(petition(), petition(id=2, title="공원에 나무를 심어 주세요", agree=9)))
    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)
    assert Idea.objects.count() == 2
    corrected = Idea.objects.get(source_id="2")
    assert (corrected.title, corrected.imported_support) == ("공원에 나무를 심어 주세요", 9)
    assert corrected.versions.get().title == corrected.title
    assert Event.objects.filter(verb="idea.imported").count() == 2


def test_an_import_that_stopped_half_way_goes_on(board_file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ideas.imports.storing.BATCH", 2)
    path = board_file(*(petition(id=number) for number in range(1, 6)))
    next(import_board(FORMATS["petitions"], path))
    assert Idea.objects.count() == 2
    report = bring("petitions", path)
    assert (report.created, report.unchanged) == (3, 2)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "not valid JSON"),
        ('"text"', "not a JSON object"),
        (petition(title=None), "no usable title"),
        (petition(id="seven"), "no usable id"),
        (petition(title="\u200b \x07"), "no usable title"),
        (petition(title=["a"]), "title is not a text"),
        (petition(content=12), "content is not a text"),
        (petition(category=["a"]), "category is not a text"),
        (petition(id=10**30), "no usable id"),
        (petition(agree=10**30), "no usable agree"),
        (petition(agree=float("nan")), "no usable agree"),
        (petition(begin="0001-01-01"), "begin is in no likely year"),
        (petition(end="9999-12-31"), "end is in no likely year"),
        (petition(agree=-1), "no usable agree"),
        (petition(agree=True), "no usable agree"),
        (petition(status="모름"), "unknown status"),
        (petition(begin="yesterday"), "begin is not a date"),
    ],
)
def test_what_cannot_be_read_is_skipped_and_said(board_file: Any, line: Any, reason: str) -> None:
    report = bring("petitions", board_file(line, petition()))
    assert report.skipped == [(1, reason)]
    assert report.created == 1
    assert any(reason in text for text in report.lines())


def test_an_entry_that_comes_twice_counts_once(board_file: Any) -> None:
    path = board_file(petition(title="처음 온 글입니다"), petition(title="나중에 온 같은 글입니다"))
    for created, unchanged in ((1, 0), (0, 1)):
        report = bring("petitions", path)
        assert (report.read, report.created, report.unchanged, report.updated) == (2, created, unchanged, 0)
        assert report.skipped == [(2, "the same entry again")]
    assert Idea.objects.get().title == "처음 온 글입니다"


def test_half_characters_and_a_mark_of_the_file_s_order_do_no_harm(board_file: Any, tmp_path: Path) -> None:
    path = tmp_path / "board.jsonl"
    row = json.dumps(petition(title="외톨이 \ud800 글자", category="안전\udfff"))
    path.write_bytes(b"\xef\xbb\xbf" + row.encode() + b"\n")
    assert bring("petitions", path).created == 1
    assert Idea.objects.get().title == "외톨이 글자"


@pytest.mark.parametrize(("created", "hour"), [("2025-02-07 00:16:07", 15), ("2025-02-07T00:16:07Z", 0)])
def test_a_time_is_korean_unless_it_says_another(board_file: Any, created: str, hour: int) -> None:
    bring("questions", board_file(question(created=created)))
    assert Idea.objects.get().created_at.astimezone(UTC).hour == hour


def test_odd_texts_come_in_clean(board_file: Any) -> None:
    title = "가\u200b나다\x07 라마"
    bring("petitions", board_file(petition(title=title, content="다\u1103\u1161 \U0001f333\x00끝")))
    idea = Idea.objects.get()
    assert idea.title == "가나다 라마"
    assert idea.body == "다다 \U0001f333끝"


def test_an_empty_body_is_kept_and_flagged(board_file: Any) -> None:
    report = bring("petitions", board_file(petition(content="")))
    assert Idea.objects.get().body == ""
    assert report.flags == {"empty body": 1}


def test_counts_and_index_follow_an_import(board_file: Any) -> None:
    bring("petitions", board_file(petition(), petition(id=2)))
    assert IdeaCount.objects.aggregate(total=Sum("count"))["total"] == 2
    assert SearchDoc.objects.filter(kind="idea").count() == 2


def test_the_command_says_what_it_did(board_file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_board", "petitions", str(board_file(petition())), verbosity=0)
    assert "read 1, created 1, updated 0, unchanged 0, skipped 0" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    from django.core.management import CommandError

    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_board", "petitions", str(tmp_path / "none.jsonl"), verbosity=0)


def test_a_broken_file_is_said_in_a_line(tmp_path: Path) -> None:
    from django.core.management import CommandError

    path = tmp_path / "broken.jsonl.gz"
    path.write_bytes(gzip.compress(b"{}\n" * 1000)[:-12])
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_board", "petitions", str(path), verbosity=0)


def test_who_stops_it_is_told_what_is_there(board_file: Any, monkeypatch: Any, capsys: Any) -> None:
    from django.core.management import CommandError

    def stopped(board: Any, path: Path) -> Iterator[Report]:
        yield Report(read=3, created=2)
        raise KeyboardInterrupt

    monkeypatch.setattr("ideas.management.commands.import_board.import_board", stopped)
    with pytest.raises(CommandError, match="goes on from there"):
        call_command("import_board", "petitions", str(board_file(petition())), verbosity=0)
    assert "read 3, created 2" in capsys.readouterr().out
