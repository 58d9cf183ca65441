"""The style gallery: every component once, with sample arguments. Served only while developing."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

KOREAN = {
    "hero": "보고, 말하고, 정하고, 답을 듣는 곳",
    "lead": "시민이 제안하고 함께 다듬어 투표합니다. 기준을 넘은 제안에는 시가 정해진 날까지 까닭을 밝혀 답합니다.",
    "now": "지금 참여할 수 있어요",
    "all": "전체 11건",
    "ideas": "제안 637건",
    "propose": "제안하기",
    "remain": "617건 더 있습니다",
    "taking": "의견 받는 중",
    "voting": "투표 중",
    "consultation": "걷기 좋은 원도심 만들기",
    "consultation_lead": "역에서 시장까지 1.8km. 차로를 하나 줄이고 나무와 그늘, 앉을 곳을 놓으려 합니다.",
    "owed": "답변 기한 4일 남음",
    "author": "솔바람",
    "office": "교통정책과",
    "in_charge": "담당 부서",
    "answer": "9곳의 설치 비용을 조사하고 있습니다. 11월 26일까지 결과와 순서를 알려 드리겠습니다.",
    "person": "한지우",
    "interim": "중간 답변",
    "talk": "이야기 131",
    "reply": "답글",
    "report": "신고",
    "passed": "기준 1,000명을 11월 4일에 넘었습니다.",
    "not_yet": "기준까지 688명 남았습니다.",
    "duty": "교통정책과가 11월 26일까지 답해야 합니다.",
    "way": "걸어온 길",
    "follow": "이 제안 소식 받기",
    "problem": "무엇이 문제인가요",
    "change": "이렇게 바꾸면 좋겠습니다",
    "title": "제목",
    "one_sentence": "한 문장으로 적습니다.",
    "topic": "주제",
    "transport": "교통",
    "environment": "환경",
    "photo": "사진",
    "day": "날짜",
    "agree": "참여 원칙을 읽었습니다",
}
ENGLISH = {
    "hero": "See, say, decide, and get an answer",
    "lead": "Citizens propose and vote. What passes the threshold is answered with reasons by a fixed day.",
    "now": "Open now",
    "all": "All 11",
    "ideas": "637 ideas",
    "propose": "Propose an idea",
    "remain": "617 more",
    "taking": "Taking opinions",
    "voting": "Voting",
    "consultation": "A town centre made for walking",
    "consultation_lead": "From the station to the market, 1.8 km. One lane less, more trees, shade and places to sit.",
    "owed": "Answer due in 4 days",
    "author": "Pine wind",
    "office": "Transport Policy",
    "in_charge": "Department in charge",
    "answer": "We are checking the cost at nine places and will tell you the result by 26 November.",
    "person": "Han Jiwoo",
    "interim": "Interim answer",
    "talk": "131 comments",
    "reply": "Reply",
    "report": "Report",
    "passed": "Passed the threshold of 1,000 on 4 November.",
    "not_yet": "688 more to reach the threshold.",
    "duty": "Transport Policy must answer by 26 November.",
    "way": "Life-line",
    "follow": "Follow this idea",
    "problem": "What is the problem?",
    "change": "What to change",
    "title": "Title",
    "one_sentence": "In one sentence.",
    "topic": "Topic",
    "transport": "Transport",
    "environment": "Environment",
    "photo": "Photo",
    "day": "Day",
    "agree": "I have read the principles",
}


def sample_form(words: dict[str, str]) -> forms.Form:
    """One field of every kind, some of them left empty to show the errors."""
    topics = [("transport", words["transport"]), ("environment", words["environment"])]

    class SampleForm(forms.Form):
        title = forms.CharField(label=words["title"], help_text=words["one_sentence"], max_length=120)
        body = forms.CharField(label=words["problem"], widget=forms.Textarea)
        topic = forms.ChoiceField(label=words["topic"], choices=topics)
        choice = forms.ChoiceField(label=words["topic"], choices=topics, widget=forms.RadioSelect)
        photo = forms.FileField(label=words["photo"], required=False)
        day = forms.DateField(label=words["day"], widget=forms.DateInput(attrs={"type": "date"}))
        agree = forms.BooleanField(label=words["agree"], help_text=words["one_sentence"])

    form = SampleForm({"body": words["answer"], "topic": "transport", "choice": "transport"})
    form.is_valid()
    return form


def cards(words: dict[str, str]) -> list[dict[str, Any]]:
    base = {"text": words["consultation_lead"], "note": words["all"], "verb": words["propose"]}
    return [
        base
        | {"title": words["consultation"], "cover": "road", "colour": "pine"}
        | {"tag_kind": "open", "tag_label": words["taking"], "left": "D-9"},
        base
        | {"title": words["change"], "cover": "houses", "colour": "persimmon", "primary": True}
        | {"tag_kind": "vote", "tag_label": words["voting"], "left": "D-1", "left_soon": True},
        base
        | {"title": words["problem"], "cover": "trees", "colour": "sky"}
        | {"tag_kind": "draft", "tag_label": words["interim"], "left": "D-21"},
    ]


def rows(words: dict[str, str]) -> list[dict[str, Any]]:
    base = {"title": words["consultation"], "text": words["lead"], "meta": [words["transport"], words["talk"]]}
    return [
        base | {"support": 312, "action": "#", "chosen": True, "kind": "vote", "state": words["voting"], "reached": 3},
        base
        | {"support": 1204, "action": "#", "kind": "owed", "state": words["owed"], "reached": 3, "owed": True}
        | {"title": words["change"], "text": words["duty"]},
        base | {"support": 87, "kind": "progress", "state": "40 %", "reached": 4, "text": words["answer"]},
        base | {"support": 29, "closed": True, "kind": "observation", "state": words["all"], "reached": 2},
    ]


def lifeline(words: dict[str, str]) -> list[dict[str, Any]]:
    now = timezone.now()
    return [
        {"label": words["taking"], "when": now - timedelta(days=32), "detail": words["transport"], "url": "#"},
        {"label": words["voting"], "when": now - timedelta(days=26), "detail": words["author"], "state": "done"},
        {"label": words["owed"], "when": now + timedelta(days=4), "detail": words["office"], "state": "overdue"},
        {"label": words["answer"], "state": "next"},
    ]


def context(language: str) -> dict[str, Any]:
    words = KOREAN if language == "ko" else ENGLISH
    names = [words["taking"], words["voting"], words["owed"], words["interim"]]
    steps = zip(("observe", "post", "vote", "confirm"), "ABCD", names, (1482, 637, 52310, 118), strict=True)
    stages = zip(names, ("10.14–10.27", "10.28–12.01", "12.02–12.15", "12.29"), strict=True)
    states = ("past", "now", "next", "next")
    return {
        "words": words,
        "now": timezone.now(),
        "crumbs": [{"label": words["all"], "url": "#"}, {"label": words["ideas"], "url": "#"}],
        "tiles": [
            {"kind": kind, "mark": mark, "name": name, "note": words["one_sentence"], "number": number, "url": "#"}
            for kind, mark, name, number in steps
        ],
        "cards": cards(words),
        "ideas": rows(words),
        "groups": [
            {"name": words["topic"], "items": [{"label": name, "count": 17, "url": "#"} for name in names[:3]]},
            {"name": words["way"], "items": [{"label": words["all"], "count": 11, "url": "#", "current": True}]},
        ],
        "sorts": [{"label": name, "url": "#", "current": name == names[0]} for name in names],
        "stages": [
            {"name": name, "dates": dates, "note": words["office"], "state": state}
            for (name, dates), state in zip(stages, states, strict=True)
        ],
        "paragraphs": [(words["problem"], words["lead"]), (words["change"], words["consultation_lead"])],
        "lifeline": lifeline(words),
        "tags": [
            "open",
            "vote",
            "draft",
            "owed",
            "progress",
            "answered",
            "declined",
            "done",
            "expired",
            "observation",
            "official",
            "neutral",
        ],
        "kinds": ["info", "warning", "danger", "success"],
        "parts": [
            {"kind": "same", "text": words["title"] + " "},
            {"kind": "removed", "text": "38"},
            {"kind": "added", "text": "47"},
        ],
        "columns": [words["office"], words["answer"][:8]],
        "rows": [["A", 12], ["B", 7]],
        "facts": [{"name": words["topic"], "value": words["transport"]}, {"name": "No.", "value": "MD-2026-0412"}],
        "files": [{"url": "#", "name": "plan.pdf", "size": 123456, "kind": "PDF"}],
        "covers": zip(
            ["road", "houses", "trees", "water", "book", "hands", "sun", "box"],
            ["pine", "persimmon", "sky", "sky", "plum", "ochre", "ochre", "pine"],
            strict=True,
        ),
        "form": sample_form(words),
    }


def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery.html", context((translation.get_language() or "ko")[:2]))
