"""Each mail, in both languages, as whoever gets it reads it."""

import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from participation.notifications.news import NEWS
from tests.factories import DepartmentFactory, IdeaFactory, ObservationFactory, ResultFactory, UserFactory
from tests.notifications.mails import ACCOUNT_MAILS, MADE_IN, NEVER_SENT, NEWS_TOLD, every_mail, things_for

pytestmark = pytest.mark.django_db
TITLE = "심야버스를 늘려 주세요"
# What people, departments and their things are called: it stands in a mail as it was written.
WRITTEN = (
    *(TITLE, "골목에 나무", "버스 정류장의 의자", "밤 버스 두 대를", "미래교통과", "수호", "정류장 앞", "교통과"),
    *(
        "심야버스",
        "버스",
        "같은 말을 여러 번 올렸습니다.",
        "밤길",
        "지역 상품권 5만 원",
        "예산이 깎였습니다.",
        "노선이 다릅니다.",
    ),
    *("시민 토론을 열었습니다.", "토론을 열었습니다.", "예산을 확인하고 있습니다.", "예산을 봅니다."),
    *("약속한 일이 되지 않았습니다.",),
)


@pytest.fixture(params=["ko", "en"])
def things(request, consultation):
    department = DepartmentFactory(slug="future", name="미래교통과", email="future@example.org")
    department.translations = {"en": "Future Transport"}
    department.save()
    # The one name ends with a consonant, the other does not.
    reader = UserFactory(email="reader@example.org", public_name="Reader Lee", language=request.param)
    official = UserFactory(email="suho@example.org", public_name="수호", official=True, department=department)
    idea = IdeaFactory(title=TITLE, author=reader, consultation=consultation, department=department)
    other = IdeaFactory(title="골목에 나무", consultation=consultation)
    seen = ObservationFactory(text="버스 정류장의 의자", author=reader, consultation=consultation)
    result = ResultFactory(title="밤 버스 두 대를", department=department)
    return things_for(reader, official, department, idea, other, observation=seen, result=result)


def test_each_mail_reads_well(things, settings):
    wrong = []
    for name, message in every_mail(things):
        language = settings.LANGUAGE_CODE if name.startswith("department") else things.reader.language
        wrong += [f"{name}: {what}" for what in proof_read(name, message, language)]
    assert wrong == []


def test_each_verb_that_is_news_has_its_row():
    assert set(NEWS_TOLD) == set(NEWS)


def test_each_mail_of_the_library_has_its_row():
    folder = Path(allauth.__file__).parent / "templates"
    can_be_sent = {
        str(file.relative_to(folder)).removesuffix("_subject.txt") for file in folder.rglob("email/*_subject.txt")
    }
    assert {*ACCOUNT_MAILS, *NEVER_SENT} == can_be_sent


def test_each_place_where_mail_is_made_has_its_rows(things):
    names = " ".join(name for name, _message in every_mail(things))
    made = re.compile(r"\b(EmailMessage|EmailMultiAlternatives|send_mail|send_mass_mail|mail_admins)\(")
    found = set()
    for package in ("participation", "ideas", "search"):
        for file in (settings.BASE_DIR / package).rglob("*.py"):
            source = file.read_text(encoding="utf-8")
            if made.search(re.sub(r"def send_mail\(", "", source)) or "DefaultAccountAdapter)" in source:
                found.add(str(file.relative_to(settings.BASE_DIR)))
    assert found == set(MADE_IN)
    assert [word for word in MADE_IN.values() if word not in names] == []


def proof_read(name, message, language):
    """What is wrong with a mail, in words."""
    text = str(message.body)
    html = next((str(body) for body, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")
    ours = _without(f"{message.subject}\n{text}", WRITTEN)
    yield from _of_words(f"{message.subject}\n{text}\n{html}", has_code=name.startswith("closing"))
    yield from _of_shape(str(message.subject), text, html)
    yield from _of_links(name, text, html, language)
    yield from _of_korean(ours) if language == "ko" else _of_english(ours)
    if name.startswith(("news", "digest")):
        assert isinstance(message, EmailMultiAlternatives)
        assert html, name
        stop = message.extra_headers["List-Unsubscribe"].strip("<>")
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        if not stop.startswith(settings.BASE_URL):
            yield f"the stop leads to {stop}"
    if message.extra_headers.get("Auto-Submitted") is None and name.startswith(("news", "digest", "block", "export")):
        yield "does not say that nobody wrote it by hand"


def _without(text, written):
    for words in sorted(written, key=len, reverse=True):
        text = text.replace(words, "◦")
    return re.sub(r"https?://\S+|\S+@\S+", "→", text)


def _of_words(text, *, has_code):
    for raw in ("{", "}", "%(", "None", "False", "True", "&lt;", "&amp;#", "object at", "“”", "‘’", " .", " ,"):
        if raw in re.sub(r"<style.*?</style>|style=\"[^\"]*\"", "", text):
            yield f"{raw!r} stands in it"
    bare = re.sub(r"https?://\S+|[A-Z]+-\d{4}-\d+|20\d\d년?|#\w+", "", re.sub(r"<[^>]+>", " ", text))
    found = re.search(r"(?<![\d.])\d{4,}(?![\d.])", bare)
    if found and not has_code:
        yield f"the number {found.group()} is hard to read"
    if re.search(r"\d{4}-\d\d-\d\d[T ]", text):
        yield "a moment stands as a machine writes it"


def _of_shape(subject, text, html):
    if not subject.strip() or "\n" in subject or len(subject) > 150:
        yield f"the subject is {subject!r}"
    if re.search(r"\n{4,}", text) or (text != text.strip("\n") + "\n" and text.startswith("\n")):
        yield "empty lines stand in it"
    if re.search(r"<(p|h2|span|div)[^>]*>\s*</\1>", html):
        yield "an empty paragraph stands in it"


def _of_links(name, text, html, language):
    links = [each for each in re.findall(r'href="([^"]+)"', html) if not each.startswith("mailto:")]
    links += re.findall(r"https?://\S+", text)
    for link in links:
        if not link.startswith(settings.BASE_URL):
            yield f"the link {link} is not whole"
        path = re.sub(r"^https?://[^/]+", "", link).rstrip(".")
        in_english = path.startswith("/en/")
        if path.strip("/") and in_english != (language == "en"):
            yield f"the link {link} leads to another language"
    if not links and not name.startswith("closing"):
        yield "it leads nowhere"


def _of_korean(ours):
    for line in ours.splitlines():
        if re.search(r"을\(를\)|이\(가\)|은\(는\)|와\(과\)|\(으\)로", line):
            yield f"a particle for both: {line}"
        for end in re.findall(r"([가-힣]+)\.(?=\s|$|\))", line):
            if not end.endswith(("다", "오", "까")):
                yield f"not the polite form: {line}"
        if re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", line):
            yield f"English: {line}"
        if re.search(r"(?:^|[:\s])(?:에서|에게|까지|부터|의|에) ", line):
            yield f"a particle without its word: {line}"


def _of_english(ours):
    for line in ours.splitlines():
        if re.search(r"[가-힣]", line):
            yield f"Korean: {line}"
