"""What comes twice, or too late: said plainly, stored once, and nothing typed is lost."""

import json

import pytest
from django.urls import reverse

from ideas.models import Draft, Idea, Observation
from participation.consultations.stages import StageKind
from tests.factories import ConsultationFactory
from tests.robustness.forms import find_forms

pytestmark = pytest.mark.django_db

TITLE = "골목에 가로등을 더 놓아 주세요"
BODY = "밤에 골목이 어두워 아이들이 다니기 무섭습니다. 두 곳만 더 밝혀 주세요."


@pytest.fixture
def closed():
    return ConsultationFactory(slug="over", title="끝난 주제", stage=StageKind.ANSWER)


def written(client, consultation):
    """The form as the browser holds it, filled in."""
    form = next(each for each in find_forms(client, "mina", [reverse("ideas:new")]) if each.name == "ideas:draft")
    return form.action, {**form.values, "title": TITLE, "body": BODY, "consultation": consultation.pk, "do": "post"}


def test_an_idea_sent_twice_is_one_idea(client_of, consultation):
    client = client_of("mina")
    action, typed = written(client, consultation)
    first, second = client.post(action, typed), client.post(action, typed)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert Idea.objects.count() == 1


def test_an_idea_for_a_consultation_that_closed_meanwhile_stays_in_the_form(client_of, consultation, closed):
    client = client_of("mina")
    action, typed = written(client, consultation)
    answer = client.post(action, {**typed, "consultation": closed.pk})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="error-summary"' in page
    assert TITLE in page
    assert BODY in page
    assert Idea.objects.count() == 0
    assert Draft.objects.get().title == TITLE


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/api/v1/ideas", {"title": TITLE, "body": BODY}),
        ("/api/v1/observations", {"text": "횡단보도 불이 너무 짧습니다."}),
    ],
)
def test_the_api_says_that_it_is_closed(client_of, closed, path, typed):
    answer = client_of("mina").post(
        path, json.dumps({**typed, "consultation": "over"}), content_type="application/json"
    )
    assert answer.status_code in {409, 422}
    problem = answer.json()
    assert problem["code"] == "stage_closed" or problem["errors"][0]["field"] == "consultation"
    assert (Idea.objects.count(), Observation.objects.count()) == (0, 0)
