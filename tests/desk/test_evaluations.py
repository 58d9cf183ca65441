"""People who know a matter are asked; each sees only what is theirs, and officials see what came of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from ideas.actions.answering import prepare_answer, publish_answer
from participation.accounts.models import ApiToken, Capacity
from participation.accounts.predicates import EVALUATORS
from participation.desk.evaluations.actions import ask_evaluation, evaluate
from participation.desk.evaluations.criteria import criteria_of, set_criteria
from participation.desk.evaluations.results import results_of
from participation.desk.models import Evaluation, EvaluationRequest
from participation.errors import Invalid, NotAllowed
from participation.events.models import Event
from participation.notifications.models import Notice
from tests.factories import IdeaFactory, UserFactory


@pytest.fixture
def owed(mina, consultation, transport):
    return IdeaFactory(author=mina, consultation=consultation, department=transport, owed=True)


@pytest.fixture
def nuri(db):
    """An expert."""
    return UserFactory(capacity=Capacity.EXPERT, public_name="누리")


@pytest.fixture
def garam(db):
    """A citizen whom somebody made an evaluator."""
    garam = UserFactory(public_name="가람")
    garam.groups.add(Group.objects.get(name=EVALUATORS))
    return garam


def day(number):
    return timezone.localdate() + timedelta(days=number)


def ask(user, idea, *people, **more):
    return ask_evaluation(user=user, idea=idea, people=people, due_on=day(7), **more)


def test_an_evaluator_sees_only_what_is_theirs(client, suho, owed, nuri, garam):
    """S52."""
    theirs, others = ask(suho, owed, nuri), ask(suho, IdeaFactory(title="남의 것", department=suho.department), garam)
    client.force_login(nuri)
    assert client.get("/desk/").url == "/desk/evaluations/"
    page = client.get("/desk/evaluations/").text
    assert owed.title in page
    assert "남의 것" not in page
    mine, not_mine = (Evaluation.objects.get(request=each) for each in (theirs, others))
    assert client.get(f"/desk/evaluations/{mine.pk}/").status_code == 200
    assert client.get(f"/desk/evaluations/{not_mine.pk}/").status_code == 404
    assert client.get(f"/desk/ideas/{owed.pk}/").status_code == 403


def test_whoever_was_asked_nothing_has_no_desk(client, joon, nuri):
    for person in (joon, nuri):
        client.force_login(person)
        assert client.get("/desk/").status_code == 403
        assert client.get("/desk/evaluations/").status_code == 403


def test_an_evaluation_is_given_on_its_page(client, suho, owed, nuri):
    ask(suho, owed, nuri, question="예산이 맞습니까?")
    evaluation = Evaluation.objects.get()
    client.force_login(nuri)
    where = f"/desk/evaluations/{evaluation.pk}/"
    assert "예산이 맞습니까?" in client.get(where).text
    incomplete = client.post(where, {"score_0": "5", "words": "좋습니다."})
    assert incomplete.status_code == 422
    sent = {"score_0": "5", "score_1": "3", "score_2": "0", "score_3": "4", "words": "해 볼 만합니다."}
    assert client.post(where, sent).url == "/desk/evaluations/"
    client.force_login(suho)
    page = client.get(f"/en/desk/ideas/{owed.pk}/").text
    assert "Feasibility</dt><dd>5.0 / 5" in page
    assert "Legality</dt><dd>–" in page
    assert "해 볼 만합니다." in page


def test_the_means_are_of_those_who_could_say(suho, owed, nuri, garam):
    ask(suho, owed, nuri, garam)
    for evaluation, scores in zip(Evaluation.objects.order_by("pk"), ([4, 2, 0, 1], [5, 0, 0, 2]), strict=True):
        evaluate(user=evaluation.evaluator, evaluation=evaluation, scores=scores)
    (result,) = results_of(owed)
    assert [mean.mean for mean in result.means] == [4.5, 2.0, None, 1.5]
    assert (result.done, result.asked) == (2, 2)


@pytest.mark.parametrize("scores", [[1, 2, 3], [1, 2, 3, 6], [1, 2, 3, -1], [0, 0, 0, 0]])
def test_scores_that_say_nothing_are_refused(suho, owed, nuri, scores):
    ask(suho, owed, nuri)
    with pytest.raises(Invalid):
        evaluate(user=nuri, evaluation=Evaluation.objects.get(), scores=scores)


def test_nobody_evaluates_for_another(suho, owed, nuri, garam):
    ask(suho, owed, nuri)
    for person in (garam, suho):
        with pytest.raises(NotAllowed):
            evaluate(user=person, evaluation=Evaluation.objects.get(), scores=[1, 1, 1, 1])


def test_only_people_who_may_evaluate_are_asked_and_never_the_author(suho, owed, joon, nuri):
    owed.author = nuri
    owed.save()
    for people in ((), (joon,), (nuri,)):
        with pytest.raises(Invalid) as refusal:
            ask(suho, owed, *people)
        assert set(refusal.value.errors) == {"people"}
    assert not EvaluationRequest.objects.exists()


def test_a_day_that_is_over_is_refused_on_the_page(client, suho, owed, nuri):
    client.force_login(suho)
    sent = {"evaluation-people": [nuri.pk], "evaluation-due_on": day(-1).isoformat()}
    assert client.post(f"/desk/ideas/{owed.pk}/evaluations/", sent).status_code == 422
    sent["evaluation-due_on"] = day(3).isoformat()
    assert client.post(f"/desk/ideas/{owed.pk}/evaluations/", sent).status_code == 302


def test_only_the_office_in_charge_asks(owed, nuri):
    with pytest.raises(NotAllowed):
        ask(UserFactory(official=True), owed, nuri)


def test_evaluators_and_whoever_asked_are_told_and_nobody_else(client, suho, owed, nuri, deliver_all):
    ask(suho, owed, nuri)
    deliver_all()
    assert list(Notice.objects.values_list("user", flat=True)) == [nuri.pk]
    client.force_login(nuri)
    assert "/desk/evaluations/" in client.get("/accounts/me/notices/").text
    evaluate(user=nuri, evaluation=Evaluation.objects.get(), scores=[1, 2, 3, 4])
    deliver_all()
    assert Notice.objects.filter(user=suho, event__verb="idea.evaluated").exists()
    assert not Event.objects.filter(verb__contains="evaluat", is_public=True).exists()


@pytest.mark.parametrize("goes_public", [True, False])
def test_means_go_public_with_the_answer_where_officials_said_so(client, suho, owed, nuri, goes_public):
    ask(suho, owed, nuri, goes_public=goes_public)
    evaluate(user=nuri, evaluation=Evaluation.objects.get(), scores=[5, 4, 3, 2], words="밖에 말하지 않는 말")
    path, api = owed.get_absolute_url(), f"/api/v1/ideas/{owed.pk}/evaluations"
    assert "실현 가능성" not in client.get(path).text
    assert client.get(api).json()["items"] == []
    publish_answer(user=suho, answer=prepare_answer(user=suho, idea=owed, status="accepted", reason="합니다."))
    assert ("실현 가능성" in client.get(path).text) is goes_public
    assert len(client.get(api).json()["items"]) == int(goes_public)
    for each in (path, api):
        assert "밖에 말하지 않는 말" not in client.get(each).text
        assert "누리" not in client.get(each).text


def test_a_consultation_has_criteria_of_its_own_and_rounds_keep_theirs(client, suho, owed, nuri, consultation):
    earlier = ask(suho, owed, nuri)
    client.force_login(suho)
    where = f"/desk/criteria/{consultation.slug}/"
    assert client.post(where, {"criteria": "안전 | Safety\n형평"}).status_code == 302
    assert [each["name"] for each in criteria_of(consultation)] == ["안전", "형평"]
    assert "안전 | Safety" in client.get(where).text
    later = ask(suho, owed, nuri)
    assert (len(earlier.criteria), len(later.criteria)) == (4, 2)
    assert client.post(where, {"criteria": "\n".join("가나다라마바사아자")}).status_code == 422
    set_criteria(user=suho, consultation=consultation, criteria=[])
    assert len(criteria_of(consultation)) == 4


def test_the_api_asks_and_takes_evaluations(suho, owed, nuri, garam):
    """S52: an evaluator's list holds their own alone."""

    def caller(user, *scopes):
        _row, secret = ApiToken.issue(user=user, name="script", scopes=list(scopes))
        return Client(headers={"authorization": f"Bearer {secret}"})

    as_suho, as_nuri, kind = caller(suho, "office"), caller(nuri, "write"), "application/json"
    body = {"people": [nuri.pk, garam.pk], "due_on": day(5).isoformat(), "question": "예산?"}
    made = as_suho.post(f"/api/v1/desk/ideas/{owed.pk}/evaluations", body, content_type=kind)
    assert (made.status_code, len(made.json()["evaluations"])) == (201, 2)
    mine = as_nuri.get("/api/v1/desk/evaluations").json()["items"]
    assert [each["idea"] for each in mine] == [owed.pk]
    where = f"/api/v1/desk/evaluations/{mine[0]['id']}"
    assert as_nuri.put(where, {"scores": [5, 4, 0, 1], "words": ""}, content_type=kind).json()["done"]
    assert as_nuri.put(where, {"scores": [5]}, content_type=kind).status_code == 422
    theirs = Evaluation.objects.get(evaluator=garam)
    assert as_nuri.put(f"/api/v1/desk/evaluations/{theirs.pk}", {"scores": [1]}, content_type=kind).status_code == 404
    assert as_suho.get(f"/api/v1/desk/ideas/{owed.pk}/evaluations").json()["items"][0]["means"][0]["mean"] == 5.0
