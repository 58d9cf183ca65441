"""What the office does about ideas."""

from datetime import timedelta

from django.utils import timezone

from ideas.results.actions import Plan, Step, plan_result, report_result, stop_result
from ideas.results.models import Result

from .ideas import answered
from .table import Site, Visit, kind, plain

plain("results-empty", "/results/")


def with_result(site: Site) -> Result:
    """A result of two ideas, half done, with a step behind and one ahead of it, and a correction."""
    ideas = [answered(site), answered(site)]
    today = timezone.localdate()
    steps = [Step("차를 삽니다", today - timedelta(days=3)), Step("기사님을 모십니다", today + timedelta(days=30))]
    plan = Plan.cleaned(
        title="밤 버스 두 대를 더",
        text="은행동을 도는 **밤 버스**입니다.",
        cost=240_000_000,
        starts_on=today,
        milestones=steps,
    )
    result = plan_result(user=site.suho, plan=plan, ideas=ideas)
    for percent in (60, 40):
        report_result(user=site.suho, result=result, percent=percent, text="차를 샀습니다.")
    return Result.objects.get(pk=result.pk)


@kind("results")
def results(site: Site) -> Visit:
    with_result(site)
    return Visit("/results/")


@kind("result")
def result(site: Site) -> Visit:
    return Visit(with_result(site).get_absolute_url(), site.suho)


@kind("result-stopped")
def stopped_result(site: Site) -> Visit:
    stopped = stop_result(user=site.suho, result=with_result(site), reason="예산이 깎였습니다.")
    return Visit(stopped.get_absolute_url())


@kind("idea-with-result")
def idea_with_result(site: Site) -> Visit:
    first = with_result(site).ideas.first()
    assert first is not None
    return Visit(first.get_absolute_url(), site.joon)


@kind("desk-results")
def desk_results(site: Site) -> Visit:
    with_result(site)
    return Visit("/desk/results/", site.suho)


@kind("desk-result")
def desk_result(site: Site) -> Visit:
    return Visit(f"/desk/results/{with_result(site).pk}/", site.suho)


@kind("desk-result-with-errors")
def desk_result_with_errors(site: Site) -> Visit:
    return Visit(f"/desk/results/{with_result(site).pk}/", site.suho, ("일 멈추기", "Stop the work"), 422)


@kind("desk-result-new")
def desk_result_new(site: Site) -> Visit:
    return Visit(f"/desk/results/new/?idea={answered(site).pk}", site.suho)


@kind("desk-result-new-with-errors")
def desk_result_new_with_errors(site: Site) -> Visit:
    return Visit("/desk/results/new/", site.suho, ("결과 올리기", "Publish the result"), 422)
