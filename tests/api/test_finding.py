"""What a search must find, and who is told of it, as a program meets it."""

from django.core import mail

from participation.research.sets import mailing
from search.indexing import index
from tests.factories import IdeaFactory

MONDAY = "2026-11-23T10:00:00+09:00"
TUESDAY_MORNING = "2026-11-24T08:01:00+09:00"
WEDNESDAY_MORNING = "2026-11-25T08:01:00+09:00"


def test_accents_and_capitals_do_not_matter(visitor, consultation):
    """S70."""
    idea = IdeaFactory(consultation=consultation, title="La participación en Tetuán")
    index(idea)
    for query in ("participacion", "TETUAN", "participación"):
        [hit] = visitor.get(f"/search?q={query}").json()["items"]
        assert (hit["id"], hit["kind"]) == (idea.pk, "idea")


def test_what_is_only_close_is_said_to_be(visitor, consultation):
    for title in ("심야버스를 늘립시다", "심야 버스 증차"):
        index(IdeaFactory(consultation=consultation, title=title))
    items = visitor.get("/search?q=심야버스").json()["items"]
    assert [(hit["title"], hit["near"]) for hit in items] == [("심야버스를 늘립시다", False), ("심야 버스 증차", True)]


def test_days_the_wrong_way_round_are_refused_at_their_field(visitor):
    for path in ("/search", "/research/histogram", "/research/contributors"):
        answer = visitor.get(f"{path}?q=버스&from=2026-02-01&to=2026-01-01")
        assert answer.status_code == 422, path
        assert [each["field"] for each in answer.json()["errors"]] == ["to"]


def test_a_saved_search_alerts_once_in_the_next_digest(as_mina, mina, consultation, time_machine):
    """S75."""
    time_machine.move_to(MONDAY)
    saved = as_mina.post("/research/saved", {"search": "q=버스", "pace": "daily"})
    assert saved.status_code == 201, saved.content
    index(idea := IdeaFactory(consultation=consultation, title="심야버스를 늘려 주세요"))
    for moment, told in ((TUESDAY_MORNING, 1), (WEDNESDAY_MORNING, 0)):
        time_machine.move_to(moment)
        assert mailing.send_due_digests() == told
    [message] = [each for each in mail.outbox if "List-Unsubscribe" in each.extra_headers and each.to == [mina.email]]
    assert idea.title in message.body
