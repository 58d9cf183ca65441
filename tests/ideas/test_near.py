"""What others proposed already is offered before it is proposed again."""

import pytest

from ideas.models import Observation
from ideas.results.models import ResultLink
from participation.accounts import form_guards
from participation.moderation.actions import hide
from search.indexing import index
from search.similarity import similar
from tests.factories import ConsultationFactory, IdeaFactory, ObservationFactory, ResultFactory

pytestmark = pytest.mark.django_db


def test_something_near_is_offered_while_the_title_is_typed(client, consultation):
    """S4."""
    index(IdeaFactory(consultation=consultation, title="심야버스 증차"))
    page = client.get("/ideas/similar/", {"title": "심야 버스를 더 늘려주세요"})
    assert "심야버스 증차" in page.content.decode()
    assert client.get("/ideas/similar/", {"title": "도서관 책상"}).content == b""
    assert client.get("/ideas/similar/").content == b""


def test_what_is_near_is_offered_with_a_preview_too(client, mina, consultation, monkeypatch):
    """S4 without scripts."""
    monkeypatch.setattr(form_guards, "MINIMUM_SECONDS", 0)
    index(IdeaFactory(consultation=consultation, title="심야버스 증차"))
    client.force_login(mina)
    page = client.post(
        "/ideas/new/", {"title": "심야 버스 증차를", "do": "preview", "started": form_guards.now_signed()}
    )
    assert "심야버스 증차" in page.content.decode()


def test_what_was_hidden_is_no_longer_near(client, hana, consultation):
    """S73: though what is near is asked for once in a few minutes."""
    idea = IdeaFactory(consultation=consultation, title="심야버스를 늘려 주세요")
    other = IdeaFactory(consultation=consultation, title="심야 버스 늘려 주십시오")
    index(other)
    address = f"/ideas/{idea.pk}/"
    assert [each.pk for each in client.get(address, follow=True).context["similar"]] == [other.pk]
    hide(user=hana, target=other, reason="광고입니다.")
    assert client.get(address, follow=True).context["similar"] == []


def test_one_press_supports_what_is_there_instead(client, joon, consultation):
    """S4: also without scripts, from the preview; the button belongs to a form of its own."""
    other = IdeaFactory(consultation=consultation, title="심야버스 증차", status="voting")
    index(other)
    client.force_login(joon)
    found = client.get("/ideas/similar/", {"title": "심야 버스 증차를"}).content.decode()
    assert f'form="support-instead" formaction="/ideas/{other.pk}/vote/"' in found
    assert '<form id="support-instead" method="post">' in client.get("/ideas/new/", follow=True).content.decode()
    client.post(f"/ideas/{other.pk}/vote/", {"value": "1"})
    other.refresh_from_db()
    assert other.support_count == 1


def test_what_cannot_be_supported_has_no_button_but_its_answer(client, consultation):
    other = IdeaFactory(consultation=consultation, title="심야버스 증차", accepted=True)
    index(other)
    found = client.get("/ideas/similar/", {"title": "심야 버스 증차를"}).content.decode()
    assert "support-instead" not in found
    assert f"{other.get_absolute_url()}#answers" in found


def test_observations_and_consultations_are_near_as_well(client, consultation):
    """S4: whatever says it already, of every kind that the search knows."""
    observation = ObservationFactory(consultation=consultation, text="놀이터 그네가 부러져 있습니다")
    index(observation)
    index(ConsultationFactory(title="부러진 놀이터 그네 고치기"))
    found = client.get("/ideas/similar/", {"title": "놀이터에 부러진 그네"}).content.decode()
    assert observation.get_absolute_url() in found
    assert "부러진 놀이터 그네 고치기" in found
    Observation.objects.filter(pk=observation.pk).update(hidden_at=observation.created_at)
    again = client.get("/ideas/similar/", {"title": "놀이터에 부러진 그네"}).content.decode()
    assert observation.get_absolute_url() not in again


def test_what_an_idea_took_up_is_not_offered_beside_it(client, consultation):
    observation = ObservationFactory(consultation=consultation, text="놀이터 그네가 부러져 있습니다")
    idea = IdeaFactory(consultation=consultation, title="부러진 놀이터 그네를 고쳐 주세요")
    idea.observations.add(observation)
    index(idea)
    index(observation)
    assert client.get(f"/ideas/{idea.pk}/", follow=True).context["similar"] == []
    near = client.get("/ideas/similar/", {"title": "놀이터에 부러진 그네"}).content.decode()
    assert idea.get_absolute_url() in near
    assert observation.get_absolute_url() not in near


def test_what_the_office_makes_of_an_idea_is_not_offered_beside_it(client, consultation):
    idea = IdeaFactory(consultation=consultation, title="부러진 놀이터 그네를 고쳐 주세요", accepted=True)
    own, other = [ResultFactory(title=title) for title in ("놀이터의 부러진 그네 고치기", "부러진 놀이터 그네 고치기")]
    ResultLink.objects.create(result=own, idea=idea)
    for each in (idea, own, other):
        index(each)
    assert [near.pk for near in client.get(f"/ideas/{idea.pk}/", follow=True).context["similar"]] == [other.pk]
    near = client.get("/ideas/similar/", {"title": "놀이터에 부러진 그네"}).content.decode()
    assert idea.get_absolute_url() in near
    assert own.get_absolute_url() not in near
    assert other.get_absolute_url() in near


def test_a_notice_that_many_texts_end_with_makes_nothing_near(client, consultation):
    """The moderator's words under a text weigh nothing, whatever is written above them."""
    notice = "본 게시물은 관리자에 의해 국민 청원 요건에 위배되어 일부 내용이 변경되었습니다."
    for title in ("놀이터 그네를 고쳐 주세요", "심야버스를 늘려 주세요", "도서관을 밤에도 열어 주세요"):
        index(IdeaFactory(consultation=consultation, title=title, body=f"{title} {notice} {notice}"))
    idea = IdeaFactory(consultation=consultation, title="골목에 가로등을 놓아 주세요", body=f"어둡습니다. {notice}")
    index(idea)
    assert client.get(f"/ideas/{idea.pk}/", follow=True).context["similar"] == []
    assert similar("골목에 가로등을 놓아 주세요", f"어둡습니다. {notice}", exclude=("idea", idea.pk)) == []


def test_hidden_results_show_no_number_beside_what_is_near(client):
    """S35"""
    page = ConsultationFactory(stage_fields={"hides_results": True})
    index(IdeaFactory(consultation=page, title="심야버스 증차", status="voting", support_count=7))
    found = client.get("/ideas/similar/", {"title": "심야 버스 증차를"}).content.decode()
    assert "심야버스 증차" in found
    assert "7" not in found.partition("text-meta")[2].partition("</span>")[0]


def test_what_is_near_is_read_in_few_queries(client, consultation, django_assert_max_num_queries):
    for number in range(12):
        index(IdeaFactory(consultation=consultation, title=f"심야버스 {number}대 증차", status="voting"))
    client.get("/ideas/similar/", {"title": "심야 버스 증차를"})
    with django_assert_max_num_queries(8):
        client.get("/ideas/similar/", {"title": "심야 버스 증차를"})
