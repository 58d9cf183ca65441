"""Results: told once for all the ideas that they answer, and never silently corrected."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from ideas.actions.answering import report_progress
from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.lifeline import lifeline
from ideas.models import Idea
from ideas.results.actions import (
    Plan,
    Step,
    change_result,
    link_result,
    plan_result,
    report_result,
    stop_result,
    unlink_result,
)
from ideas.results.models import Result, ResultReport
from ideas.results.showing import log
from participation.contributions.actions import unfollow
from participation.errors import IllegalTransition, Invalid, NotAllowed, ReasonNeeded
from participation.events.models import Event
from participation.notifications.mailing import send_due_mail
from participation.notifications.models import Notice
from search.finding import find
from tests.factories import DepartmentFactory, IdeaFactory, ResultFactory, UserFactory

PLAN = Plan.cleaned(title="밤 버스 두 대를 더", text="은행동을 도는 밤 버스를 두 대 더 다니게 합니다.")


@pytest.fixture
def three(mina, joon, consultation, transport):
    """Accepted ideas of Mina's; Joon supports them all, another person the last one."""
    ideas = [
        IdeaFactory(author=mina, consultation=consultation, department=transport, voting=True, support_count=0)
        for _ in range(3)
    ]
    for idea in ideas:
        vote_on_idea(user=joon, idea=idea, value=1)
    Idea.objects.update(status=Status.ACCEPTED, step="confirm", answered_at=timezone.now())
    return list(Idea.objects.order_by("pk"))


@pytest.fixture
def result(suho, three):
    made = plan_result(user=suho, plan=PLAN, ideas=three)
    report_result(user=suho, result=made, percent=40, text="차를 샀습니다.")
    return made


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def line(idea):
    with translation.override("en"):
        return lifeline(fresh(idea), UserFactory())


def labels(idea):
    return [entry["label"] for entry in line(idea)]


def test_one_report_stands_on_all_linked_ideas_and_everybody_is_told_once(
    mina, joon, suho, three, result, deliver_all, mailoutbox
):
    """S53."""
    deliver_all()
    Notice.objects.all().delete()
    report_result(user=suho, result=result, percent=100, text="두 대가 다니기 시작했습니다.")
    for idea in three:
        assert (fresh(idea).status, fresh(idea).progress) == (Status.DONE, 100)
        assert labels(idea)[-3:] == ["In progress: 40%", "Done", "Supporters say whether it was done"]
    deliver_all()
    assert {notice.user_id: notice.event.verb for notice in Notice.objects.all()} == {
        mina.pk: "result.done",
        joon.pk: "result.done",
    }
    assert Notice.objects.count() == 2
    Notice.objects.update(mail_due_at=timezone.now())
    assert send_due_mail() == 2
    assert sorted(mail.to[0] for mail in mailoutbox) == [joon.email, mina.email]
    assert result.get_absolute_url() in mailoutbox[0].body


def test_the_points_of_the_line_lead_to_the_result(client, three, result):
    entries = {entry["verb"]: entry for entry in line(three[0])}
    assert entries["idea.result_linked"]["label"] == f"Carried out as: {result.title}"
    assert entries["idea.progressed"]["url"] == f"/en/results/{result.pk}/"
    assert client.get(f"/results/{result.pk}/").url == result.get_absolute_url()
    assert result.title in client.get(three[0].get_absolute_url()).text


def test_who_hears_no_more_of_an_idea_does_not_hear_of_its_result_either(joon, suho, three, result, deliver_all):
    for idea in three:
        unfollow(user=joon, target=idea)
    deliver_all()
    Notice.objects.all().delete()
    report_result(user=suho, result=result, percent=60, text="기사님을 모셨습니다.")
    deliver_all()
    assert not Notice.objects.filter(user=joon).exists()


def test_an_idea_with_results_has_no_other_per_cent(suho, three, result):
    """One truth: what stands on the idea is what its results say."""
    with pytest.raises(Invalid) as refused:
        report_progress(user=suho, idea=three[0], percent=90, text="거의 다 했습니다.")
    assert set(refused.value.errors) == {"percent"}
    assert fresh(three[0]).progress == 40


def test_an_idea_is_done_when_all_its_results_are(suho, three, result):
    other = plan_result(user=suho, plan=PLAN, ideas=[three[0]])
    assert fresh(three[0]).progress == 20
    report_result(user=suho, result=result, percent=100, text="다 했습니다.")
    assert (fresh(three[0]).status, fresh(three[0]).progress) == (Status.IN_PROGRESS, 50)
    assert fresh(three[1]).status == Status.DONE
    report_result(user=suho, result=other, percent=100, text="이것도 다 했습니다.")
    assert fresh(three[0]).status == Status.DONE


def test_a_correction_takes_the_idea_back_and_the_old_figure_stays(client, suho, three, result):
    report_result(user=suho, result=result, percent=100, text="다 했습니다.")
    report_result(user=suho, result=result, percent=70, text="한 대가 아직 오지 않았습니다.")
    assert (fresh(three[0]).status, fresh(three[0]).progress) == (Status.IN_PROGRESS, 70)
    assert [report.percent for report in ResultReport.objects.order_by("pk")] == [40, 100, 70]
    page = client.get(f"/en{result.get_absolute_url()}").text
    assert "Corrected from 100% to 70%" in page
    assert "From 40% to 100%" in page


def test_a_changed_plan_tells_what_stood_there_before(suho, result):
    plan = Plan.cleaned(
        title=PLAN.title,
        text=PLAN.text,
        cost=240_000_000,
        milestones=[Step("차를 삽니다", due_on=timezone.localdate() + timedelta(days=3))],
    )
    change_result(user=suho, result=result, plan=plan)
    step = result.milestones.get()
    later = Plan.cleaned(
        title=PLAN.title, text=PLAN.text, cost=300_000_000, milestones=[Step("차를 삽니다", pk=step.pk)]
    )
    change_result(user=suho, result=result, plan=later, note="값이 올랐습니다")
    with translation.override("en"):
        said = log(fresh(result))[0]["lines"]
    assert said[0] == "값이 올랐습니다"
    assert "cost: before KRW 240,000,000, now KRW 300,000,000" in said
    assert any(line.startswith("Step: before “차를 삽니다, by ") for line in said)
    assert change_result(user=suho, result=result, plan=later) == result
    assert Event.objects.filter(verb="result.changed").count() == 2, "a plan that is the same changes nothing"


def test_steps_are_reached_with_a_report(suho, three):
    made = plan_result(
        user=suho, plan=Plan.cleaned(title=PLAN.title, text=PLAN.text, milestones=[Step("설계"), Step("공사")])
    )
    first = made.milestones.first()
    report_result(user=suho, result=made, percent=30, text="설계를 마쳤습니다.", reached=[first.pk])
    assert [step.reached_on for step in made.milestones.all()] == [timezone.localdate(), None]


def test_stopped_work_says_why_on_every_idea_and_may_go_on_again(suho, three, result):
    with pytest.raises(ReasonNeeded):
        stop_result(user=suho, result=result, reason=" ")
    stop_result(user=suho, result=result, reason="예산이 깎였습니다.")
    assert fresh(three[0]).progress == 40
    entry = next(entry for entry in lifeline(fresh(three[0]), suho) if entry["verb"] == "idea.result_stopped")
    assert entry["note"] == "예산이 깎였습니다."
    report_result(user=suho, result=result, percent=50, text="다시 시작했습니다.")
    assert (fresh(result).state, fresh(result).stopped_reason) == ("underway", "")


def test_a_wrong_link_is_taken_back_with_its_reason(suho, three, result):
    unlink_result(user=suho, result=result, idea=three[0], reason="다른 노선 이야기입니다.")
    report_result(user=suho, result=result, percent=100, text="다 했습니다.")
    assert (fresh(three[0]).status, fresh(three[0]).progress) == (Status.IN_PROGRESS, 40)
    assert report_progress(user=suho, idea=fresh(three[0]), percent=50, text="따로 합니다.").percent == 50


def test_only_what_was_accepted_is_carried_out(suho, consultation, transport):
    declined = IdeaFactory(declined=True, consultation=consultation, department=transport)
    with pytest.raises(IllegalTransition):
        plan_result(user=suho, plan=PLAN, ideas=[declined])
    assert not Result.objects.exists()


def test_what_was_declined_since_stays_declined(suho, three, result):
    Idea.objects.filter(pk=three[0].pk).update(status=Status.DECLINED)
    report_result(user=suho, result=result, percent=100, text="다 했습니다.")
    assert fresh(three[0]).status == Status.DECLINED


def test_officials_tell_of_their_own_departments_results_alone(mina, three, result):
    stranger = UserFactory(official=True, department=DepartmentFactory(name="공원과"))
    for person in (stranger, mina):
        with pytest.raises(NotAllowed):
            report_result(user=person, result=result, percent=90, text="거의 다 했습니다.")
        with pytest.raises(NotAllowed):
            link_result(user=person, result=result, idea=three[0])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"starts_on": timezone.localdate(), "ends_on": timezone.localdate() - timedelta(days=1)}, "ends_on"),
        ({"milestones": [Step("내일", reached_on=timezone.localdate() + timedelta(days=1))]}, "milestones"),
    ],
)
def test_a_plan_that_says_nothing_is_refused(suho, changes, field):
    with pytest.raises(Invalid) as refused:
        plan_result(user=suho, plan=Plan.cleaned(**{"title": PLAN.title, "text": PLAN.text, **changes}))
    assert set(refused.value.errors) == {field}
    assert not Result.objects.exists()


def test_results_are_found_by_their_words(result):
    assert [(hit.kind, hit.object_id) for hit in find("밤 버스 두 대").hits if hit.kind == "result"] == [
        ("result", result.pk)
    ]


# Pages


def test_the_list_is_narrowed_by_what_the_address_says(client, three, result, consultation):
    ResultFactory(title="공원 의자를 고칩니다")
    everything = client.get("/results/").text
    assert "공원 의자" in everything
    for query in (
        f"consultation={consultation.pk}",
        f"idea={three[0].pk}",
        "state=underway",
        f"department={result.department_id}",
    ):
        page = client.get(f"/results/?{query}").text
        assert result.title in page
        assert "공원 의자를 고칩니다" not in page
    assert client.get("/results/?state=nonsense").status_code == 400


def test_hidden_ideas_are_not_named_by_their_results(client, three, result):
    Idea.objects.filter(pk=three[0].pk).update(hidden_at=timezone.now())
    assert three[0].title not in client.get(result.get_absolute_url()).text
    assert result.title not in client.get(f"/results/?idea={three[0].pk}").text


def test_the_list_needs_few_queries(client, result, django_assert_max_num_queries):
    for number in range(30):
        ResultFactory(title=f"공원 {number}")
    client.get("/results/")
    with django_assert_max_num_queries(9):
        client.get("/results/")


def test_the_list_follows_rows_from_page_to_page(client, db):
    department = DepartmentFactory()
    for number in range(30):
        ResultFactory(title=f"공원 {number:02}", department=department)
    first = client.get("/results/")
    second = client.get(first.context["next_url"])
    shown = [card.result.pk for page in (first, second) for card in page.context["cards"]]
    assert len(shown) == len(set(shown)) == 30


def test_the_consultation_and_the_desk_lead_to_the_results(client, suho, three, result, consultation):
    assert f"/results/?consultation={consultation.pk}" in client.get(consultation.get_url()).text
    client.force_login(suho)
    page = client.get(f"/desk/ideas/{three[0].pk}/").text
    assert f"/desk/results/{result.pk}/" in page
    assert 'name="progress-percent"' not in page
    assert result.title in client.get("/desk/results/").text


def test_an_official_plans_links_reports_and_stops_at_the_desk(client, suho, three):
    client.force_login(suho)
    fields = {
        "title": "정류장 의자 서른 개",
        "text": "낡은 의자를 바꿉니다.",
        "cost": "1200000",
        "steps-TOTAL_FORMS": "2",
        "steps-INITIAL_FORMS": "0",
        "steps-0-title": "고르기",
        "steps-0-due_on": "2026-12-01",
    }
    client.post(f"/desk/results/new/?idea={three[0].pk}", fields)
    made = Result.objects.get()
    assert (made.cost, made.department, list(made.ideas.all())) == (1_200_000, suho.department, [three[0]])
    address = f"/desk/results/{made.pk}/"
    client.post(f"{address}link/", {"link-idea": three[1].code})
    client.post(f"{address}link/", {"link-idea": f"https://example.org{three[2].get_absolute_url()}"})
    assert made.ideas.count() == 3
    step = made.milestones.get()
    client.post(
        f"{address}report/", {"report-percent": "40", "report-text": "골랐습니다.", "report-reached": [step.pk]}
    )
    assert {idea.progress for idea in Idea.objects.all()} == {40}
    client.post(f"{address}unlink/", {"unlink-idea": three[1].pk, "unlink-reason": "다른 정류장입니다."})
    client.post(f"{address}stop/", {"stop-reason": "예산이 없습니다."})
    assert (fresh(made).state, made.ideas.count()) == ("stopped", 2)


@pytest.mark.parametrize(
    ("rest", "fields", "form"),
    [
        ("report/", {"report-percent": "101", "report-text": "다 했습니다."}, "report_form"),
        ("report/", {"report-percent": "40", "report-text": " "}, "report_form"),
        ("link/", {"link-idea": "MD-2026-9999"}, "link_form"),
        ("stop/", {"stop-reason": ""}, "stop_form"),
        ("", {"title": "밤 버스"}, "plan_form"),
    ],
)
def test_what_is_refused_comes_back_with_its_words(client, suho, result, rest, fields, form):
    client.force_login(suho)
    response = client.post(f"/desk/results/{result.pk}/{rest}", fields)
    assert response.status_code == 422
    assert response.context[form].errors
    assert fresh(result).percent == 40


# The API and the feed


def test_programs_do_what_the_desk_does(token_for, suho, three):
    office = token_for(suho)
    made = office.post(
        "/results",
        {"title": "밤 버스", "text": "두 대를 더 다니게 합니다.", "cost": 5, "milestones": [{"title": "차를 삽니다"}],
         "ideas": [idea.pk for idea in three]},
        **{"Idempotency-Key": "one"},
    )  # fmt: skip
    assert made.status_code == 201, made.content
    told = made.json()
    assert told["ideas"] == [idea.pk for idea in three]
    report = office.post(
        f"/results/{told['id']}/reports",
        {"percent": 100, "text": "다 했습니다.", "reached": [told["milestones"][0]["id"]]},
    )
    assert (report.status_code, report.json()["before"]) == (201, 0)
    shown = office.get(f"/results/{told['id']}").json()
    assert (shown["state"], shown["milestones"][0]["reached"]) == ("done", timezone.localdate().isoformat())
    changed = office.patch(f"/results/{told['id']}", {"cost": 7}).json()
    assert (changed["cost"], changed["title"], len(changed["milestones"])) == (7, "밤 버스", 1)
    assert office.post(f"/results/{told['id']}/ideas/{three[0].pk}/unlink", {"reason": "아닙니다."}).json()[
        "ideas"
    ] == [
        three[1].pk,
        three[2].pk,
    ]
    assert office.get(f"/results?idea={three[1].pk}").json()["count"] == 1
    assert office.get(f"/results?idea={three[0].pk}").json()["count"] == 0


def test_the_api_lists_results_in_few_queries(visitor, result, django_assert_max_num_queries):
    for _ in range(10):
        ResultFactory()
    with django_assert_max_num_queries(5):
        assert visitor.get("/results").json()["count"] == 11


def test_the_feed_tells_each_report(client, result):
    feed = client.get("/feeds/results.atom?lang=en").text
    assert result.title in feed
    assert "40% done" in feed


def test_what_a_result_costs_is_said_as_answers_say_what_they_promise(client, suho, three):
    plan = Plan.cleaned(title=PLAN.title, text=PLAN.text, cost=240_000_000)
    result = plan_result(user=suho, plan=plan, ideas=three)
    assert "240,000,000원" in client.get(result.get_absolute_url()).text


def test_the_list_of_answers_leads_to_what_is_done_about_them(client, three):
    listed = client.get("/ideas/?sort=answered").text.split("<footer")[0]
    assert 'href="/results/"' in listed
    assert 'href="/changes/"' in listed
    assert 'href="/results/"' not in client.get("/ideas/").text.split("<footer")[0]


def test_how_far_the_work_is_reads_alike_on_the_life_line_and_beside_the_result(client, result, three):
    page = client.get(three[0].get_absolute_url()).text
    assert page.count("40% 진행") >= 2
    assert "40 %" not in page
