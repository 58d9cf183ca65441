"""The boards that can be read, each with the meaning of its fields."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from participation.contributions.text import Markup, clean_line

from ..life import Status
from .posts import Board, Post, UnreadableError

SEOUL = ZoneInfo("Asia/Seoul")


# What the columns hold; a board's own numbers and names are far below.
LARGEST, LONGEST_ID = 2**31 - 1, 80
# The years of boards on the web, and of what they promise.
YEARS = range(1990, 2200)


def _text(row: dict[str, Any], name: str) -> str:
    """A text that may be missing."""
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableError(f"{name} is not a text")
    return value


def _line(row: dict[str, Any], name: str) -> str:
    """A text that must say something."""
    value = _text(row, name)
    if not clean_line(value):
        raise UnreadableError(f"no usable {name}")
    return value


def _number(row: dict[str, Any], name: str) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
        raise UnreadableError(f"no usable {name}")
    return value


def _moment(text: str, name: str) -> datetime:
    """A date or a time as the board wrote it; in Korean time unless it says another."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnreadableError(f"{name} is not a date") from error
    if found.year not in YEARS:
        raise UnreadableError(f"{name} is in no likely year")
    return found if found.tzinfo else found.replace(tzinfo=SEOUL)


def _day(text: str, name: str, *, at: time = time.min) -> datetime:
    return datetime.combine(_moment(text, name).date(), at, SEOUL)


def read_petition(row: dict[str, Any]) -> Post:
    """An entry of the Korean President's petition board. Only its status says whether it was answered."""
    status = {"청원종료": Status.EXPIRED, "브리핑": Status.ANSWERED}.get(_line(row, "status"))
    if status is None:
        raise UnreadableError("unknown status")
    number = _number(row, "id")
    return Post(
        source_id=str(number),
        title=_line(row, "title"),
        body=_text(row, "content"),
        created_at=_day(_line(row, "begin"), "begin"),
        closes_at=_day(_line(row, "end"), "end", at=time(23, 59, 59)),
        status=status,
        support=_number(row, "agree"),
        category=clean_line(_text(row, "category")),
        url=f"https://www1.president.go.kr/petitions/{number}",
    )


def read_question(row: dict[str, Any]) -> Post:
    """A question of the green paper 모두의질문Q. Bodies are Markdown; there were no votes and no categories."""
    source_id = clean_line(_line(row, "uuid"))
    if len(source_id) > LONGEST_ID:
        raise UnreadableError("no usable uuid")
    return Post(
        source_id=source_id,
        title=_line(row, "title"),
        body=_text(row, "body_md"),
        created_at=_moment(_line(row, "created"), "created"),
        status=Status.EXPIRED,
        author=clean_line(_text(row, "author")),
        markup=Markup.MARKDOWN,
    )


FORMATS = {
    "petitions": Board(
        name="petitions",
        title={"ko": "옮겨 온 청와대 국민청원", "en": "Petitions to the President's office (imported)"},
        intro={
            "ko": "청와대 국민청원 게시판의 글을 옮겨 왔습니다. 동의 수는 그 게시판의 집계이며 이곳의 표가 아닙니다.",
            "en": (
                "Imported from the petition board of the Korean President's office."
                " Its totals are that board's own, not votes cast here."
            ),
        },
        label=_("Petitions to the President's office"),
        read=read_petition,
    ),
    "questions": Board(
        name="questions",
        title={"ko": "옮겨 온 모두의질문Q", "en": "Questions for All (imported)"},
        intro={
            "ko": "시민들이 2025년에 던진 정책 질문을 녹서에서 옮겨 왔습니다.",
            "en": "Policy questions that citizens asked in 2025, imported from the green paper.",
        },
        label=_("Questions for All"),
        read=read_question,
    ),
}


def board_name(name: str) -> str:
    """What people call the board an idea came from."""
    board = FORMATS.get(name)
    return str(board.label) if board else name
