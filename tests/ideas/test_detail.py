"""An idea's page: its one address, what it shows to whom, and what it costs."""

import json
import re

import pytest

from ideas import counts
from ideas.actions.answering import prepare_answer, publish_answer
from ideas.actions.posting import Proposal, edit_idea
from ideas.models import Attachment
from tests.factories import ConsultationFactory, IdeaFactory, ObservationFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_an_earlier_title_or_a_bare_number_leads_to_the_one_address(client, idea):
    """S11."""
    for path in (f"/ideas/{idea.pk}/", f"/ideas/{idea.pk}/old-title/"):
        response = client.get(f"{path}?from=mail")
        assert response.status_code == 301
        assert response["Location"] == f"{idea.get_absolute_url()}?from=mail"
    english = client.get(f"/en/ideas/{idea.pk}/x/")
    assert english.status_code == 301
    assert english["Location"].startswith("/en/ideas/")


def test_a_changed_title_changes_the_address(client, mina, idea):
    """S11."""
    before = idea.get_absolute_url()
    proposal = Proposal.cleaned(title="낮에도 다니는 버스", body=idea.body, consultation=idea.consultation)
    edited = edit_idea(user=mina, idea=idea, proposal=proposal)
    response = client.get(before)
    assert (response.status_code, response["Location"]) == (301, edited.get_absolute_url())


def test_the_page_shows_text_code_author_and_votes(client, idea):
    page = client.get(idea.get_absolute_url()).content.decode()
    for words in (idea.title, idea.code, "미나", "밤 11시가 지나면"):
        assert words in page
    facts = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert facts["headline"] == idea.title
    assert '<meta property="og:type" content="article">' in page


def test_markup_that_could_run_is_gone(client, consultation):
    """S6."""
    idea = IdeaFactory(
        consultation=consultation,
        body="**굵게** <script>alert(1)</script> <img src=x onerror=alert(1)> [여기](javascript:alert(1))",
    )
    page = client.get(idea.get_absolute_url()).content.decode()
    prose = re.search(r'<div class="prose" lang="ko">(.*?)</div>', page, re.S)[1]
    assert "<strong>굵게</strong>" in prose
    assert "<script" not in prose
    assert "<img" not in prose
    assert "javascript:" not in re.sub(r"\[여기\].*", "", prose)


def test_imported_support_is_shown_as_that(client, consultation):
    idea = IdeaFactory(consultation=consultation, source_board="청원 게시판", source_id="7", imported_support=12345)
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "12,345" in page
    assert "청원 게시판" in page
    assert client.get(idea.get_absolute_url()).context["box"].support == 0


def test_a_hidden_idea_is_gone_for_others_and_explained_to_its_author(client, mina, joon, hana):
    """S73."""
    idea = IdeaFactory(author=mina, hidden=True)
    for person, status in ((None, 410), (joon, 410), (mina, 200), (hana, 200)):
        client.logout()
        if person:
            client.force_login(person)
        response = client.get(idea.get_absolute_url())
        assert response.status_code == status
        assert (idea.title in response.content.decode()) is (status == 200)


def test_what_it_began_with_is_linked(client, idea):
    observation = ObservationFactory(consultation=idea.consultation, text="정류장에 지붕이 없습니다")
    unseen = ObservationFactory(consultation=idea.consultation, text="가려진 관찰입니다")
    type(unseen).objects.filter(pk=unseen.pk).update(hidden_at=idea.created_at)
    idea.observations.set([observation, unseen])
    page = client.get(idea.get_absolute_url()).content.decode()
    assert observation.text in page
    assert unseen.text not in page


def test_the_page_costs_the_same_however_much_belongs_to_it(
    client, mina, suho, idea, django_assert_max_num_queries, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(idea.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(idea.get_absolute_url())
    for n in range(5):
        Attachment.objects.create(
            idea=idea, kind="file", file=f"x{n}.txt", name=f"x{n}.txt", size=3, content_type="text/plain"
        )
        idea.observations.add(ObservationFactory(consultation=idea.consultation))
        proposal = Proposal.cleaned(title=idea.title, body=f"{idea.body} {n}", consultation=idea.consultation)
        edit_idea(user=mina, idea=idea, proposal=proposal)
    for n in range(3):
        publish_answer(
            user=suho, answer=prepare_answer(user=suho, idea=idea, status="", reason=f"살피고 있습니다 {n}.")
        )
    client.get(idea.get_absolute_url())
    with CaptureQueriesContext(connection) as many:
        assert client.get(idea.get_absolute_url()).status_code == 200
    assert len(many) <= len(few) + 1
    assert len(many) <= 16


@pytest.mark.parametrize(
    ("prefix", "sentence"),
    [
        ("", "기준 100명 가운데 3명. 100명이 되면 교통과에서 30일 안에 답해야 합니다."),
        ("/en", "3 of 100. At 100, Transport must answer within 30 days."),
    ],
)
def test_the_box_says_who_must_answer_and_how_soon_once_enough_people_support(
    client, mina, transport, prefix, sentence
):
    transport.translations = {"en": "Transport"}
    transport.save()
    consultation = ConsultationFactory(department=transport, threshold=100, answer_days=30)
    idea = IdeaFactory(author=mina, consultation=consultation, voting=True, threshold=100)
    assert sentence in client.get(f"{prefix}/ideas/{idea.pk}/", follow=True).content.decode()


def test_in_the_suggestion_box_the_topics_department_is_named(client, mina, transport):
    box = ConsultationFactory(is_suggestion_box=True, threshold=100)
    idea = IdeaFactory(
        author=mina, consultation=box, topic=TopicFactory(department=transport), voting=True, threshold=100
    )
    assert "교통과에서" in client.get(f"/ideas/{idea.pk}/", follow=True).content.decode()


def test_what_another_board_counted_is_no_vote_of_ours(client, consultation):
    brought = {"source_board": "petitions", "source_id": "7", "imported_support": 2490}
    idea = IdeaFactory(consultation=consultation, expired=True, **brought)
    counts.recount()
    page = client.get(f"/ideas/{idea.pk}/", follow=True).content.decode()
    box = page.split('class="vote-box"')[1].split("</section>")[0]
    assert "<b>2,490</b> 옮겨 온 지지" in box
    assert "청와대 국민청원에서 센 수입니다." in box
    assert "명이 지지" not in box
    row = client.get("/ideas/?board=petitions").content.decode().split('class="row"')[1]
    assert "<b>2,490</b><span>옮겨 온 지지</span>" in row


def test_a_text_that_came_empty_says_so(client, consultation):
    idea = IdeaFactory(consultation=consultation, body="", source_board="petitions", source_id="8")
    assert "본문 없이 옮겨 온 글입니다." in client.get(f"/ideas/{idea.pk}/", follow=True).content.decode()
