"""Atom feeds: valid, in both languages, cheap to ask again, and without anything that is not public."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from ideas.actions.answering import transition_idea
from ideas.actions.posting import Proposal, submit_idea
from tests.factories import ConsultationFactory, IdeaFactory, ObservationFactory, TopicFactory

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feeds/ideas.atom", "/feeds/observations.atom", "/feeds/consultations.atom"]


@pytest.fixture
def posted(mina, consultation):
    proposal = Proposal.cleaned(
        title="심야버스를 늘려 주세요", body="**밤** 11시가 지나면 집에 갈 버스가 없습니다.", consultation=consultation
    )
    return submit_idea(user=mina, proposal=proposal)


def read(response):
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    for thing in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert thing.findtext(f"{ATOM}{name}"), name
    for entry in feed.findall(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}link").get("href").startswith("http")
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return feed


def titles(feed):
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


def test_the_feed_of_ideas_tells_the_newest_first(client, posted, consultation):
    older = IdeaFactory(consultation=consultation, created_at=timezone.now() - timedelta(days=3))
    feed = read(client.get("/feeds/ideas.atom"))
    assert titles(feed) == [posted.title, older.title]
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "미나"
    assert "<strong>밤</strong>" in entry.findtext(f"{ATOM}summary")
    assert entry.findtext(f"{ATOM}id").startswith("tag:")


def test_a_feed_takes_the_filters_of_its_list(client, posted, consultation):
    topic = TopicFactory(slug="traffic")
    about = IdeaFactory(consultation=ConsultationFactory(slug="other"), topic=topic)
    assert titles(read(client.get("/feeds/ideas.atom?topic=traffic"))) == [about.title]
    assert titles(read(client.get("/feeds/ideas.atom?consultation=night-bus"))) == [posted.title]
    assert titles(read(client.get("/feeds/ideas.atom?sort=answered"))) == []
    assert titles(read(client.get("/feeds/ideas.atom?sort=random"))) == [about.title, posted.title]
    assert client.get("/feeds/ideas.atom?topic=none-such").status_code == 422
    named = read(client.get("/feeds/ideas.atom?board=청와대 국민청원"))
    assert named.findtext(f"{ATOM}id").isascii()
    assert " " not in named.findtext(f"{ATOM}id")


def test_an_entry_keeps_its_name_when_its_title_changes(client, posted):
    before = read(client.get("/feeds/ideas.atom")).findtext(f"{ATOM}entry/{ATOM}id")
    posted.write(title="전혀 다른 제목입니다", body=posted.body)
    posted.save()
    after = read(client.get("/feeds/ideas.atom"))
    assert titles(after) == ["전혀 다른 제목입니다"]
    assert after.findtext(f"{ATOM}entry/{ATOM}id") == before


def test_the_feed_of_one_idea_tells_its_life(client, posted, suho, transport):
    posted.department = transport
    posted.save()
    transition_idea(user=suho, idea=posted, to="accepted", reason="두 대를 늘립니다.")
    feed = read(client.get(f"/feeds/ideas/{posted.pk}.atom"))
    assert len(titles(feed)) == 2
    assert all(posted.title in title for title in titles(feed))
    assert "교통과" in feed.find(f"{ATOM}entry").findtext(f"{ATOM}summary")


def test_observations_and_consultations_have_feeds(client, consultation, observation):
    assert titles(read(client.get("/feeds/observations.atom"))) == [observation.text]
    assert consultation.title in titles(read(client.get("/feeds/consultations.atom")))


def test_nothing_hidden_is_fed(client, mina, posted, consultation):
    """S73"""
    posted.hidden_at = timezone.now()
    posted.save()
    ObservationFactory(consultation=consultation, hidden_at=timezone.now())
    client.force_login(mina)
    for path in FEEDS[:2]:
        assert titles(read(client.get(path))) == []
    assert client.get(f"/feeds/ideas/{posted.pk}.atom").status_code == 404
    assert client.get("/feeds/ideas/99999999.atom").status_code == 404


@pytest.mark.parametrize("path", [*FEEDS, "/feeds/ideas/{idea}.atom"])
def test_an_unchanged_feed_is_not_sent_again(client, posted, path, time_machine):
    path = path.format(idea=posted.pk)
    first = client.get(path)
    time_machine.move_to(timezone.now() + timedelta(hours=1), tick=False)
    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        again = client.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")


def test_an_empty_feed_stays_the_same(client, db, time_machine):
    tags = set()
    for days in (0, 1):
        time_machine.move_to(timezone.now() + timedelta(days=days), tick=False)
        tags.add(client.get("/feeds/observations.atom").headers["ETag"])
    assert len(tags) == 1


@pytest.mark.parametrize(
    ("lang", "said", "site"),
    [("", "ko", "마당"), ("?lang=ko", "ko", "마당"), ("?lang=en", "en", "Madang"), ("?lang=xx", "ko", "마당")],
)
def test_a_feed_speaks_the_language_of_its_address(client, posted, lang, said, site):
    response = client.get(f"/feeds/ideas.atom{lang}", headers={"Accept-Language": "en"})
    feed = read(response)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == said
    assert site in feed.findtext(f"{ATOM}title")
    assert response.headers["Content-Language"] == said
    assert ("/en/" in feed.find(f"{ATOM}entry/{ATOM}link").get("href")) is (said == "en")


def test_feeds_have_names(posted):
    for name in ("ideas", "observations", "consultations"):
        assert reverse(f"feeds:{name}").endswith(f"/feeds/{name}.atom")
    assert reverse("feeds:idea", args=[posted.pk]).endswith(f"/feeds/ideas/{posted.pk}.atom")


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_needs_few_queries(client, consultation, path, django_assert_max_num_queries):
    for _ in range(5):
        IdeaFactory(consultation=ConsultationFactory(), topic=TopicFactory())
        ObservationFactory(consultation=consultation)
    client.get(path)
    with django_assert_max_num_queries(6):
        read(client.get(path))
