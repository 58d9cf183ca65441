"""How departments keep their dates: the figures, their pages, and their data."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.answering import assign_idea
from ideas.duties.figures import done_in_time, work_out_figures
from ideas.models import DepartmentFigures, Duty
from participation.accounts.models import Department
from tests.factories import ConsultationFactory, DepartmentFactory, IdeaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed_for(transport):
    """Make a duty of the transport department; numbers are days from now."""
    consultation = ConsultationFactory(department=transport)

    def make(*, met: int, due: int, done: int | None = None, outcome: str = "", **idea) -> Duty:
        now = timezone.now()
        return Duty.objects.create(
            idea=IdeaFactory(consultation=consultation, **idea),
            position=1,
            supporters=10,
            department=transport,
            days=due - met,
            met_at=now + timedelta(days=met),
            due_at=now + timedelta(days=due),
            fulfilled_at=None if done is None else now + timedelta(days=done),
            outcome=outcome,
        )

    return make


@pytest.fixture
def year(owed_for):
    """Done after 4, 10 and 40 days, the last one late; one declined; one overdue, one still owed, one long ago."""
    owed_for(met=-20, due=10, done=-16, outcome="accepted")
    owed_for(met=-30, due=0, done=-20, outcome="declined")
    owed_for(met=-50, due=-20, done=-10, outcome="partly")
    owed_for(met=-35, due=-5, title="기한이 지난 제안입니다")
    owed_for(met=-1, due=29, title="아직 남은 제안입니다")
    owed_for(met=-500, due=-470, done=-480, outcome="accepted")
    work_out_figures()


def figures(department):
    return DepartmentFigures.objects.get(department=department)


def test_the_figures_are_what_their_definitions_say(transport, year):
    found = figures(transport)
    assert (found.owed, found.overdue) == (2, 1)
    assert (found.in_time, found.due) == (2, 4), "what is overdue counts as not kept"
    assert (found.adopted, found.decided) == (2, 3)
    assert [round(each) for each in (found.shortest_days, found.median_days, found.longest_days)] == [4, 10, 40]
    assert len(found.months) == 12
    assert sum(month["answered"] for month in found.months) == 3


def test_of_a_single_answer_no_range_is_told(client, transport, owed_for):
    owed_for(met=-20, due=10, done=-16, outcome="accepted")
    work_out_figures()
    assert "가장 짧게" not in client.get("/departments/transport/").text
    owed_for(met=-30, due=0, done=-20, outcome="accepted")
    work_out_figures()
    assert "가장 짧게 4.0일, 가장 길게 10일" in client.get("/departments/transport/").text


def test_hidden_ideas_are_in_no_figure(transport, owed_for):
    owed_for(met=-1, due=29, hidden=True)
    work_out_figures()
    assert figures(transport).owed == 0


def test_only_what_changed_is_worked_out_anew(transport, year, owed_for, time_machine):
    for expected in (1, 0):  # what changed just before the figures were made is looked at once more
        time_machine.move_to(timezone.now() + timedelta(minutes=5), tick=False)
        assert work_out_figures() == expected
    owed_for(met=0, due=30)
    assert work_out_figures() == 1
    assert figures(transport).owed == 3


def test_a_date_that_passes_changes_the_figures_without_any_change(transport, owed_for, time_machine):
    owed_for(met=0, due=1)
    work_out_figures()
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1), tick=False)
    work_out_figures()
    assert figures(transport).overdue == 1


def test_what_is_handed_to_another_department_leaves_the_figures_of_the_first(transport, suho, owed_for):
    duty = owed_for(met=0, due=30)
    work_out_figures()
    other = DepartmentFactory()
    assign_idea(user=suho, idea=duty.idea, department=other)
    work_out_figures()
    assert (figures(transport).owed, figures(other).owed) == (0, 1)


def test_all_departments_stand_side_by_side_whoever_is_overdue_first(client, transport, year):
    DepartmentFactory(name="가장 앞선 이름")
    page = client.get("/departments/")
    rows = page.context["rows"]
    assert (rows[0]["name"], rows[0]["in_time"], rows[0]["adopted"]) == ("교통과", "50%", "67%")
    assert rows[1]["in_time"] == "–"
    assert "Of all that was done or became overdue" in client.get("/en/departments/").content.decode()


def test_a_department_says_what_it_owes_whatever_is_overdue_first(client, transport, year):
    page = client.get("/departments/transport/")
    assert [row["is_overdue"] for row in page.context["owed"]] == [True, False]
    text = page.content.decode()
    assert text.index("기한이 지난 제안입니다") < text.index("아직 남은 제안입니다")
    assert len(page.context["months"]) == 12, "a table beside the chart"
    assert "<svg" in text


def test_a_department_that_owes_nothing_says_so(client, transport):
    text = client.get("/en/departments/transport/").content.decode()
    assert "Nothing is owed" in text
    assert client.get("/departments/nowhere/").status_code == 404
    assert client.get("/departments/transport/?cursor=x").status_code == 400


def test_long_lists_of_what_is_owed_have_pages(client, transport, owed_for):
    for number in range(22):
        owed_for(met=-1, due=number + 1)
    first = client.get("/departments/transport/")
    assert len(first.context["owed"]) == 20
    assert len(client.get(first.context["next_url"]).context["owed"]) == 2


@pytest.mark.parametrize("path", ["/departments/", "/departments/transport/", "/departments/figures.csv"])
def test_the_pages_read_kept_figures_however_much_was_owed(client, owed_for, path, django_assert_max_num_queries):
    for number in range(8):
        owed_for(met=-9, due=number, done=-1, outcome="accepted")
    work_out_figures()
    client.get(path)
    with django_assert_max_num_queries(4) as asked:
        assert client.get(path).status_code == 200
    assert not any("ideas_idea" in each["sql"] for each in asked.captured_queries if "ideas_duty" not in each["sql"])


def test_the_figures_can_be_taken_away(client, transport, year):
    DepartmentFactory(name="=HYPERLINK(1)", slug="sly")
    answer = client.get("/departments/figures.csv")
    rows = {row["department"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
    assert rows["transport"]["overdue"] == "1"
    assert rows["transport"]["in_time_percent"] == "50"
    assert rows["sly"]["name"].startswith("'=")
    assert len(rows) == Department.objects.count()


def test_the_first_page_tells_the_share_of_all_departments_from_the_kept_figures(django_assert_num_queries):
    assert done_in_time() is None, "nothing was due yet"
    for due, in_time in ((3, 3), (5, 2), (0, 0)):
        DepartmentFigures.objects.create(department=DepartmentFactory(), due=due, in_time=in_time)
    with django_assert_num_queries(1):
        assert done_in_time() == 62
