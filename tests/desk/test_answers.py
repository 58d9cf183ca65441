"""What an answer promises, the reasons of the list, and templates to begin with."""

import pytest
from django.test import Client
from django.utils.translation import override

from ideas.actions.answering import prepare_answer, publish_answer
from ideas.life import Status
from ideas.models import Answer, AnswerReason, Idea
from ideas.promises import Promise
from participation.accounts.models import ApiToken
from participation.desk.answer_templates.actions import keep_template, remove_template
from participation.desk.answer_templates.filling import fill
from participation.desk.models import AnswerTemplate
from participation.errors import Invalid, NotAllowed
from tests.factories import IdeaFactory, UserFactory

REASON = "내년 예산에 두 대를 더 넣었습니다."


@pytest.fixture
def owed(mina, consultation, transport):
    return IdeaFactory(author=mina, consultation=consultation, department=transport, owed=True)


@pytest.fixture
def no_money(db):
    return AnswerReason.objects.create(name="예산 부족", translations={"en": "No budget"}, decision="declined")


@pytest.mark.parametrize(
    ("cost", "currency", "korean", "english"),
    [
        ("120000000", "", "120,000,000원", "KRW 120,000,000"),
        ("1,000.50", "EUR", "EUR 1,000.50", "EUR 1,000.50"),
        ("0", "KRW", "0원", "KRW 0"),
        ("", "KRW", "", ""),
    ],
)
def test_a_cost_is_said_as_each_language_says_it(cost, currency, korean, english):
    promise = Promise.cleaned(cost=cost, currency=currency, term="")
    assert Promise.kept(promise.as_kept) == promise
    for language, words in (("ko", korean), ("en", english)):
        with override(language):
            assert promise.in_words == words


@pytest.mark.parametrize("cost", ["많이", "-1", "NaN", "Infinity", "1e30", "1 2"])
def test_what_is_no_amount_is_refused(cost):
    with pytest.raises(Invalid):
        Promise.cleaned(cost=cost)


def test_cost_and_term_stand_with_the_answer_on_the_card_and_in_the_api(client, suho, owed):
    client.force_login(suho)
    sent = {
        "answer-status": "accepted",
        "answer-reason": REASON,
        "answer-cost": "120,000,000",
        "answer-currency": "KRW",
        "answer-term": "2027년 여름까지",
        "do": "publish",
    }
    assert client.post(f"/desk/ideas/{owed.pk}/answer/", sent).status_code == 302
    told = "120,000,000원 · 2027년 여름까지"
    client.logout()
    assert told in client.get(owed.get_absolute_url()).text
    assert told in client.get("/ideas/?sort=newest").text
    promise = {"cost": "120000000.00", "currency": "KRW", "term": "2027년 여름까지"}
    assert client.get(f"/api/v1/ideas/{owed.pk}").json()["promise"] == promise
    assert client.get(f"/api/v1/ideas/{owed.pk}/answers").json()["items"][0]["promise"] == promise


def test_a_promise_that_is_only_prepared_is_told_to_nobody(client, suho, owed):
    """S47."""
    prepare_answer(
        user=suho, idea=owed, status="accepted", reason=REASON, promise=Promise.cleaned(cost="77000", term="봄까지")
    )
    for path in (owed.get_absolute_url(), "/ideas/?sort=newest", f"/api/v1/ideas/{owed.pk}", "/api/v1/events"):
        assert "77,000" not in client.get(path).text
        assert "77000" not in client.get(path).text


def test_a_wrong_amount_is_shown_at_its_field_and_nothing_is_kept(client, suho, owed):
    client.force_login(suho)
    sent = {"answer-status": "accepted", "answer-reason": REASON, "answer-cost": "많이", "do": "publish"}
    response = client.post(f"/desk/ideas/{owed.pk}/answer/", sent)
    assert response.status_code == 422
    assert "금액을 숫자로 쓰십시오." in response.text
    assert not Answer.objects.exists()


def test_a_reason_of_the_list_stands_above_the_words(client, suho, owed, no_money):
    answer = prepare_answer(user=suho, idea=owed, status="declined", reason=REASON, chosen=no_money)
    publish_answer(user=suho, answer=answer)
    assert "예산 부족" in client.get(owed.get_absolute_url()).text
    assert "No budget" in client.get(f"/en{owed.get_absolute_url()}").text
    assert client.get(f"/api/v1/ideas/{owed.pk}/answers").json()["items"][0]["chosen_reason"] == "예산 부족"
    assert client.get("/api/v1/answer-reasons").json()["items"][0]["decision"] == "declined"


def test_a_reason_belongs_to_its_decision(suho, owed, no_money):
    with pytest.raises(Invalid):
        prepare_answer(user=suho, idea=owed, status="accepted", reason=REASON, chosen=no_money)


def test_a_reason_of_the_list_does_not_take_the_place_of_words(client, suho, owed, no_money):
    """S48."""
    client.force_login(suho)
    sent = {"answer-status": "declined", "answer-chosen_reason": no_money.pk, "answer-reason": " ", "do": "publish"}
    assert client.post(f"/desk/ideas/{owed.pk}/answer/", sent).status_code == 422
    assert Idea.objects.get(pk=owed.pk).status == Status.OWED


def test_editors_keep_the_list_of_reasons(client, db):
    editor = UserFactory(editor=True)
    client.force_login(editor)
    assert client.get("/admin/snippets/ideas/answerreason/").status_code == 200
    sent = {"name": "법에 어긋남", "name_en": "Against the law", "decision": "", "position": 1, "is_offered": "on"}
    assert client.post("/admin/snippets/ideas/answerreason/add/", sent).status_code == 302
    assert AnswerReason.objects.get().translations == {"en": "Against the law"}


# Templates


def test_a_template_is_filled_in_from_the_idea(suho, owed):
    template = keep_template(
        user=suho, name="접수", text="“{title}”({code})을 {supporters}명이 지지했습니다. {department}"
    )
    assert fill(template, owed) == f"“{owed.title}”({owed.code})을 100명이 지지했습니다. 교통과"


def test_a_template_is_filled_in_in_its_own_language(suho, owed):
    """An official who reads the site in English sends no Korean sentence with an English office and day in it."""
    type(owed.department).objects.filter(pk=owed.department_id).update(translations={"en": "Transport"})
    owed.refresh_from_db()
    korean = keep_template(user=suho, name="접수", text="{department}에서 {date}까지 살펴보고 답변드리겠습니다.")
    english = keep_template(
        user=suho, name="Received", text="The {department} office reads it until {date} and answers."
    )
    for language in ("ko", "en"):
        with override(language):
            assert "교통과에서" in fill(korean, owed)
            assert "년 " in fill(korean, owed)
            assert "The Transport office" in fill(english, owed)
            assert "년 " not in fill(english, owed)


def test_an_answer_begins_with_a_template_and_nothing_is_kept_yet(client, suho, owed):
    template = keep_template(user=suho, name="예산", text="{title}: 예산이 없습니다.", decision="declined")
    client.force_login(suho)
    page = client.get(f"/desk/ideas/{owed.pk}/templates/{template.pk}/")
    assert f"{owed.title}: 예산이 없습니다.</textarea>" in page.text
    assert page.context["answer_form"]["status"].value() == "declined"
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("name", "text", "decision", "field"),
    [
        ("", "글", "", "name"),
        ("이름", "", "", "text"),
        ("이름", "{없음}", "", "text"),
        ("이름", "글", "owed", "decision"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused(client, suho, name, text, decision, field):
    with pytest.raises(Invalid) as refusal:
        keep_template(user=suho, name=name, text=text, decision=decision)
    assert set(refusal.value.errors) == {field}
    client.force_login(suho)
    sent = client.post("/desk/templates/new/", {"name": name, "text": text, "decision": decision})
    assert sent.status_code == 422


def test_templates_are_made_changed_and_thrown_away_at_the_desk(client, suho):
    client.force_login(suho)
    client.post("/desk/templates/new/", {"name": "접수", "text": "살펴봅니다.", "decision": ""})
    template = AnswerTemplate.objects.get(department=suho.department)
    client.post(f"/desk/templates/{template.pk}/", {"name": "접수 알림", "text": "살펴봅니다.", "decision": ""})
    assert "접수 알림" in client.get("/desk/templates/").text
    client.post(f"/desk/templates/{template.pk}/remove/")
    assert not AnswerTemplate.objects.exists()


def test_a_department_does_not_change_the_templates_of_another(suho):
    stranger = UserFactory(official=True)
    template = keep_template(user=suho, name="접수", text="살펴봅니다.")
    with pytest.raises(NotAllowed):
        keep_template(user=stranger, name="남의 것", text="바꿉니다.", template=template)
    with pytest.raises(NotAllowed):
        remove_template(user=stranger, template=template)


def test_the_api_keeps_and_fills_templates(suho, owed):
    _row, secret = ApiToken.issue(user=suho, name="script", scopes=["office"])
    client, kind = Client(headers={"authorization": f"Bearer {secret}"}), "application/json"
    made = client.post("/api/v1/desk/templates", {"name": "접수", "text": "{title}"}, content_type=kind)
    assert (made.status_code, made.json()["department"]) == (201, "교통과")
    pk = made.json()["id"]
    assert client.get(f"/api/v1/desk/ideas/{owed.pk}/templates/{pk}").json()["reason"] == owed.title
    changed = client.put(f"/api/v1/desk/templates/{pk}", {"name": "접수", "text": "{code}"}, content_type=kind)
    assert changed.json()["text"] == "{code}"
    assert client.delete(f"/api/v1/desk/templates/{pk}").status_code == 204
    assert client.get("/api/v1/desk/templates").json()["count"] == 0
