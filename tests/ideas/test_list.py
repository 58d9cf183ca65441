"""The list of ideas: orders, filters, pages, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from ideas import counts
from ideas.facets import facets_for
from ideas.life import Status
from ideas.listing import Wanted, list_page
from ideas.models import Idea
from participation.consultations.models import ConsultationPage
from search.indexing import index
from tests.factories import ConsultationFactory, IdeaFactory, PlaceFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ideas(consultation: ConsultationPage):
    """Sixty ideas by ten people in three topics, an hour apart, the last one the newest."""
    topics = [TopicFactory(name=f"주제 {n}") for n in range(3)]
    people = [UserFactory() for _ in range(10)]
    now = timezone.now()
    made = [
        IdeaFactory(
            consultation=consultation,
            author=people[n % 10],
            topic=topics[n % 3],
            support_count=(n * 7) % 40,
            created_at=now - timedelta(hours=100 - n),
            status="voting",
        )
        for n in range(60)
    ]
    counts.recount()
    return made


def titles(response) -> list[str]:
    return [row.title for row in response.context["rows"]]


def follow_pages(client, url: str, most: int = 20) -> list[str]:
    """Titles of all pages, by the links to the next one."""
    seen: list[str] = []
    base, _mark, query = url.partition("?")
    for _ in range(most):
        response = client.get(f"{base}?{query}")
        assert response.status_code == 200
        seen += titles(response)
        if not response.context["next_url"]:
            return seen
        query = response.context["next_url"].removeprefix("?")
    raise AssertionError("The list does not end.")


@pytest.mark.parametrize("sort", ["popular", "newest", "supported"])
def test_following_the_pages_shows_each_idea_once(client, ideas, sort):
    seen = follow_pages(client, f"/ideas/?sort={sort}")
    assert sorted(seen) == sorted(idea.title for idea in ideas)


def test_newest_comes_first_and_most_supported_by_its_count(client, ideas):
    assert titles(client.get("/ideas/?sort=newest"))[0] == ideas[-1].title
    counted = [row.count for row in client.get("/ideas/?sort=supported").context["rows"]]
    assert counted == sorted(counted, key=int, reverse=True)


def test_popular_weighs_age_with_a_half_life_of_a_week(client, consultation):
    """S32."""
    now = timezone.now()
    old = IdeaFactory(consultation=consultation, support_count=100, created_at=now - timedelta(days=60))
    new = IdeaFactory(consultation=consultation, support_count=20, created_at=now - timedelta(days=2))
    assert titles(client.get("/ideas/?sort=popular")) == [new.title, old.title]
    assert titles(client.get("/ideas/?sort=supported")) == [old.title, new.title]


def test_a_random_order_is_the_same_tomorrow(client, ideas, time_machine):
    """S74: with a seed, paging on and coming back gives the same order, whatever was posted since."""
    first = client.get("/ideas/?sort=random")
    assert first.status_code == 302
    assert "seed=" in first["Location"]
    url = first["Location"]
    today = follow_pages(client, url)
    assert sorted(today) == sorted(idea.title for idea in ideas)
    time_machine.move_to(timezone.now() + timedelta(days=1))
    IdeaFactory(consultation=ideas[0].consultation, title="내일 올라온 제안입니다")
    assert follow_pages(client, url) == today


def test_what_is_posted_in_the_next_instant_is_not_in_an_order_that_was_begun(client, ideas):
    """S74."""
    address = client.get("/ideas/?sort=random")["Location"]
    IdeaFactory(title="방금 올린 제안입니다", consultation=ideas[0].consultation)
    answer = client.get(address)
    seen = titles(answer)
    assert seen
    assert "방금 올린 제안입니다" not in answer.content.decode()


def test_seeds_begin_at_different_points(client, ideas):
    orders = {
        tuple(titles(client.get(f"/ideas/?sort=random&seed={seed}"))) for seed in ("a1", "b7c2", "7fffffff", "x", "새")
    }
    assert len(orders) > 1


def test_filters_narrow_and_their_numbers_are_those_of_the_list(client, ideas):
    """S72: the address holds the state; whoever opens it sees the same list and counts."""
    topic = ideas[0].topic
    response = client.get(f"/ideas/?topic={topic.pk}&sort=newest")
    assert len(titles(response)) == 20
    assert response.context["heading"].startswith("20") or "20" in response.context["heading"]
    assert str(topic.name) in response.content.decode()
    again = client.get(f"/ideas/?topic={topic.pk}&sort=newest")
    assert titles(again) == titles(response)
    assert again.context["facets"] == response.context["facets"]


def test_a_topic_holds_the_ideas_of_those_below_it(client, consultation):
    parent = TopicFactory(name="교통")
    child = TopicFactory(name="버스", parent=parent)
    inside = IdeaFactory(consultation=consultation, topic=child)
    IdeaFactory(consultation=consultation, topic=TopicFactory(name="환경"))
    counts.recount()
    assert titles(client.get(f"/ideas/?topic={parent.pk}")) == [inside.title]
    assert titles(client.get(f"/ideas/?topic={parent.slug}")) == [inside.title]


def test_filters_by_state_place_consultation_and_board(client, consultation):
    place = PlaceFactory(name="은행동")
    other = ConsultationFactory()
    here = IdeaFactory(consultation=consultation, place=place, accepted=True)
    IdeaFactory(
        consultation=other, title="옮겨 온 제안이에요", source_board="청원", source_id="1", imported_support=12345
    )
    counts.recount()
    assert titles(client.get(f"/ideas/?place={place.pk}")) == [here.title]
    assert titles(client.get("/ideas/?status=answered")) == [here.title]
    assert titles(client.get("/ideas/?stage=confirm")) == [here.title]
    assert titles(client.get(f"/ideas/?consultation={other.pk}")) == ["옮겨 온 제안이에요"]
    imported = client.get("/ideas/?board=청원")
    assert titles(imported) == ["옮겨 온 제안이에요"]
    assert "12,345" in imported.content.decode()
    assert imported.context["rows"][0].count == "0"


def test_needs_an_answer_lists_what_is_due_soonest_first(client, consultation):
    now = timezone.now()
    late = IdeaFactory(consultation=consultation, owed=True, answer_due_at=now + timedelta(days=20))
    soon = IdeaFactory(consultation=consultation, owed=True, answer_due_at=now + timedelta(days=2))
    IdeaFactory(consultation=consultation)
    counts.recount()
    response = client.get("/ideas/?sort=needs_answer")
    assert titles(response) == [soon.title, late.title]
    assert re.search(r"\b2\b", response.context["heading"]) or "2" in response.context["heading"]


def test_words_find_ideas_within_the_filters(client, mina, consultation):
    found = IdeaFactory(author=mina, consultation=consultation, title="심야버스를 늘려 주세요")
    IdeaFactory(
        author=mina,
        consultation=consultation,
        title="공원에 의자를 놓아 주세요",
        body="쉴 곳이 없습니다. 의자가 있으면 좋겠습니다.",
    )
    from search.indexing import index_many

    index_many(Idea.objects.all())
    assert titles(client.get("/ideas/?q=심야버스")) == [found.title]
    assert titles(client.get(f"/ideas/?q=심야버스&consultation={consultation.pk + 1000}")) == []
    assert titles(client.get(f"/ideas/?q={found.code}")) == [found.title]


def test_hidden_ideas_are_in_nobodys_list(client, hana, consultation):
    """S73."""
    IdeaFactory(consultation=consultation, hidden=True)
    counts.recount()
    client.force_login(hana)
    response = client.get("/ideas/?sort=newest")
    assert titles(response) == []
    assert "0" in response.context["heading"]


@pytest.mark.parametrize(
    "query",
    [
        "sort=best",
        "status=lost",
        "stage=x",
        "topic=nowhere",
        "cursor=abc",
        "cursor=WyJwb3B1bGFyIl0",
        f"place={'9' * 30}",
    ],
)
def test_an_address_that_makes_no_sense_is_answered_with_400(client, ideas, query):
    assert client.get(f"/ideas/?{query}").status_code == 400


def test_a_cursor_is_good_for_its_own_order_alone(client, ideas):
    following = client.get("/ideas/?sort=newest").context["next_url"]
    assert client.get(f"/ideas/{following.replace('sort=newest', 'sort=supported')}").status_code == 400


def test_the_list_needs_six_queries_at_first_and_then_one(client, ideas, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert client.get("/ideas/").status_code == 200
    with django_assert_max_num_queries(1):
        assert client.get("/ideas/?sort=newest").status_code == 200


def choices(response, group: str) -> dict[str, tuple[int | None, bool]]:
    found = {each.name: each.items for each in facets_for(response.context["wanted"])}
    return {item.label: (item.count, item.current) for item in found.get(group, [])}


def test_a_list_is_narrowed_to_a_consultation_by_a_press(client, ideas):
    other = ConsultationFactory(title="하천 산책길")
    elsewhere = IdeaFactory(consultation=other, title="하천 길에 등을 달아 주세요")
    counts.recount()
    response = client.get("/ideas/")
    assert choices(response, "참여 주제")["하천 산책길"] == (1, False)
    url = re.search(r'href="(\?consultation=\d+)"><span>하천 산책길', response.content.decode())[1]
    narrowed = client.get(f"/ideas/{url}")
    assert titles(narrowed) == [elsewhere.title]
    assert choices(narrowed, "참여 주제")["하천 산책길"] == (1, True)
    assert choices(narrowed, "참여 주제")["모두"] == (61, False)


def test_no_number_of_all_ideas_stands_beside_a_search(client, ideas):
    """The kept counts know nothing of the words that are sought."""
    index(ideas[0])
    response = client.get(f"/ideas/?q={ideas[0].code}")
    assert titles(response) == [ideas[0].title]
    assert {count for count, _current in choices(response, "주제").values()} == {None}
    assert "60" not in re.sub(
        r"<[^>]*>", " ", response.content.decode().split("facets__body")[1].split("</details>")[0]
    )


@pytest.mark.parametrize("status", Status.values)
def test_an_idea_of_every_state_has_a_row_and_a_page(client, consultation, status):
    idea = IdeaFactory(consultation=consultation, status=status, source_board="petitions", source_id="1")
    counts.recount()
    assert titles(client.get(f"/ideas/?status={status}")) == [idea.title]
    assert client.get(idea.get_absolute_url()).status_code == 200


def test_answers_of_another_board_follow_those_that_have_a_day(client, consultation):
    """What another board answered came without a day: it stands behind, on every page size, and is counted."""
    now = timezone.now()
    dated = [
        IdeaFactory(consultation=consultation, accepted=True, answered_at=now - timedelta(days=n)) for n in range(30)
    ]
    undated = [
        IdeaFactory(consultation=consultation, status=Status.ANSWERED, source_board="petitions", source_id=str(n))
        for n in range(30)
    ]
    counts.recount()
    assert "60" in client.get("/ideas/?sort=answered").context["heading"]
    seen = follow_pages(client, "/ideas/?sort=answered")
    assert seen[:30] == [idea.title for idea in dated]
    assert sorted(seen[30:]) == sorted(idea.title for idea in undated)
    for limit in (1, 30, 60, 100):
        page, read = list_page(Wanted(sort="answered"), limit=limit), []
        while True:
            read += [idea.title for idea in page.ideas]
            if not page.next:
                break
            page = list_page(Wanted(sort="answered"), limit=limit, cursor=page.next)
        assert read == seen


def test_the_list_needs_six_queries_for_a_citizen(client, ideas, joon, django_assert_max_num_queries):
    client.force_login(joon)
    client.get("/ideas/?sort=newest")
    with django_assert_max_num_queries(6):
        assert client.get("/ideas/").status_code == 200


def test_the_same_page_in_english_stays_the_same_list(client, ideas):
    """S89."""
    korean = client.get("/ideas/?sort=newest")
    english = client.get("/en/ideas/?sort=newest")
    assert titles(korean) == titles(english)
    assert "Newest" in english.content.decode()
    assert 'href="/en/ideas/?sort=newest"' in korean.content.decode()


@pytest.mark.parametrize(
    ("obliges", "days", "words"),
    [
        ("answer", 3, "3 days left to answer"),
        ("legal_check", 3, "Legal check: 3 days left"),
        ("hearing", -2, "Public forum: 2 days late"),
        ("decision", 0, "Decision: today is the last day"),
    ],
)
def test_a_row_says_what_is_owed_and_not_only_that_something_is(client, transport, obliges, days, words):
    due = timezone.now() + timedelta(days=days)
    IdeaFactory(owed=True, department=transport, obliges=obliges, answer_due_at=due)
    page = client.get("/en/ideas/").text
    assert words in page
    assert ("to answer" in page) == ("answers by" in page) == (obliges == "answer")
