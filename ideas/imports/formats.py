"""The boards that can be read, each with the meaning of its fields."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from participation.contributions.text import Markup

from ..life import Status
from .posts import Board, Post, UnreadableError

SEOUL = ZoneInfo("Asia/Seoul")


def _required(row: dict[str, Any], name: str, kind: type) -> Any:
    value = row.get(name)
    if not isinstance(value, kind) or isinstance(value, bool) or value == "":
        raise UnreadableError(f"no usable {name}")
    return value


def _day(text: str, name: str, *, at: time = time.min) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), at, SEOUL)
    except ValueError as error:
        raise UnreadableError(f"{name} is not a date") from error


def read_petition(row: dict[str, Any]) -> Post:
    """An entry of the Korean President's petition board. Only its status says whether it was answered."""
    agree = _required(row, "agree", int)
    if agree < 0:
        raise UnreadableError("agree is negative")
    status = {"청원종료": Status.EXPIRED, "브리핑": Status.ANSWERED}.get(_required(row, "status", str))
    if status is None:
        raise UnreadableError("unknown status")
    number = _required(row, "id", int)
    return Post(
        source_id=str(number),
        title=_required(row, "title", str),
        body=row.get("content") or "",
        created_at=_day(_required(row, "begin", str), "begin"),
        closes_at=_day(_required(row, "end", str), "end", at=time(23, 59, 59)),
        status=status,
        support=agree,
        category=row.get("category") or "",
        url=f"https://www1.president.go.kr/petitions/{number}",
    )


def read_question(row: dict[str, Any]) -> Post:
    """A question of the green paper 모두의질문Q. Bodies are Markdown; there were no votes and no categories."""
    try:
        created = datetime.fromisoformat(_required(row, "created", str)).replace(tzinfo=SEOUL)
    except ValueError as error:
        raise UnreadableError("created is not a time") from error
    return Post(
        source_id=_required(row, "uuid", str),
        title=_required(row, "title", str),
        body=row.get("body_md") or "",
        created_at=created,
        status=Status.EXPIRED,
        author=row.get("author") or "",
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
