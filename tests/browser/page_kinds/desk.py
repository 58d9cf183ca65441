"""The officials' desk."""

from datetime import timedelta

from django.utils import timezone

from ideas.actions.answering import prepare_answer
from ideas.actions.approving import ask_approval
from ideas.life import Status
from ideas.promises import Promise
from participation.desk.absences.actions import tell_absence
from participation.desk.answer_templates.actions import keep_template
from participation.desk.bulk.actions import run_bulk, start_bulk
from participation.desk.evaluations.actions import ask_evaluation
from participation.desk.notes.actions import write_note
from tests.factories import (
    UserFactory,
)

from .ideas import carried_out
from .table import Site, Visit, kind, plain

plain("desk-empty", "/desk/", person="suho")
plain("desk-evaluations-empty", "/desk/evaluations/", person="suho")
plain("desk-bulk-empty", "/desk/bulk/", person="suho")
plain("desk-bulk-nothing-chosen", "/desk/bulk/new/", person="suho")
plain("desk-templates-empty", "/desk/templates/", person="suho")
plain("desk-template-new", "/desk/templates/new/", person="suho")
plain("desk-template-with-errors", "/desk/templates/new/", person="suho", press=("저장", "Save"), status=422)
plain("desk-absences", "/desk/absences/", person="suho")
plain("desk-absences-with-errors", "/desk/absences/", person="suho", press=("저장", "Save"), status=422)


@kind("desk")
def desk(site: Site) -> Visit:
    for days in (-2, 3, 20):
        site.idea(owed=True, department=site.transport, answer_due_at=timezone.now() + timedelta(days=days))
    return Visit("/desk/", site.suho)


@kind("desk-idea")
def desk_idea(site: Site) -> Visit:
    found = site.idea(owed=True, department=site.transport)
    prepare_answer(user=site.suho, idea=found, status=Status.ACCEPTED, reason="살펴보고 있습니다.")
    return Visit(f"/desk/ideas/{found.pk}/", site.suho)


@kind("desk-notes-with-errors")
def notes_with_errors(site: Site) -> Visit:
    found = site.idea(owed=True, department=site.transport)
    write_note(user=site.suho, idea=found, text="예산과에 **물어보았습니다**.")
    return Visit(f"/desk/ideas/{found.pk}/", site.suho, ("메모 저장", "Keep the note"), 422)


@kind("desk-approval")
def approval(site: Site) -> Visit:
    site.transport.answers_need_approval = True
    site.transport.save()
    found = site.idea(owed=True, department=site.transport)
    colleague = UserFactory(official=True, department=site.transport)
    promise = Promise.cleaned(cost="120000000", term="2027년 여름까지")
    answer = prepare_answer(
        user=colleague, idea=found, status=Status.ACCEPTED, reason="살펴보고 있습니다.", promise=promise
    )
    ask_approval(user=colleague, answer=answer)
    keep_template(user=site.suho, name="접수", text="{title} 제안을 살펴봅니다.")
    return Visit(f"/desk/ideas/{found.pk}/", site.suho)


@kind("desk-evaluation")
def evaluation(site: Site) -> Visit:
    found = site.idea(owed=True, department=site.transport)
    asked = ask_evaluation(
        user=site.suho, idea=found, people=[site.suho], due_on=timezone.localdate(), question="예산이 맞습니까?"
    )
    return Visit(f"/desk/evaluations/{asked.evaluations.get().pk}/", site.suho)


@kind("desk-criteria")
def criteria(site: Site) -> Visit:
    return Visit(f"/desk/criteria/{site.idea().consultation.slug}/", site.suho)


@kind("desk-bulk")
def bulk(site: Site) -> Visit:
    ideas = [site.idea(owed=True, department=site.transport).pk, site.idea(retired=True, department=site.transport).pk]
    job = start_bulk(user=site.suho, ideas=ideas, to=Status.DECLINED, reason="예산이 없습니다.")
    run_bulk()
    return Visit(f"/desk/bulk/{job.pk}/", site.suho)


@kind("desk-bulk-with-errors")
def bulk_with_errors(site: Site) -> Visit:
    found = site.idea(owed=True, department=site.transport)
    press = ("모두 이 상태로 정하기", "Set the state of all of them")
    return Visit(f"/desk/bulk/new/?pk={found.pk}", site.suho, press, 422)


@kind("desk-answer-with-errors")
def answer_with_errors(site: Site) -> Visit:
    found = site.idea(owed=True, department=site.transport)
    return Visit(f"/desk/ideas/{found.pk}/", site.suho, ("지금 올리기", "Publish now"), 422)


@kind("desk-progress")
def desk_progress(site: Site) -> Visit:
    return Visit(f"/desk/ideas/{carried_out(site).pk}/", site.suho)


@kind("desk-evaluations")
def evaluations(site: Site) -> Visit:
    evaluation(site)
    return Visit("/desk/evaluations/", site.suho)


@kind("desk-bulk-list")
def bulk_list(site: Site) -> Visit:
    bulk(site)
    return Visit("/desk/bulk/", site.suho)


@kind("desk-templates")
def templates(site: Site) -> Visit:
    keep_template(user=site.suho, name="접수", text="{title} 제안을 살펴봅니다.")
    return Visit("/desk/templates/", site.suho)


@kind("desk-template")
def template(site: Site) -> Visit:
    kept = keep_template(user=site.suho, name="접수", text="{title} 제안을 살펴봅니다.")
    return Visit(f"/desk/templates/{kept.pk}/", site.suho)


@kind("desk-answer-from-template")
def answer_from_template(site: Site) -> Visit:
    found = site.idea(owed=True, department=site.transport)
    kept = keep_template(user=site.suho, name="접수", text="{title} 제안을 살펴봅니다.")
    return Visit(f"/desk/ideas/{found.pk}/templates/{kept.pk}/", site.suho)


@kind("desk-answer-rewrite")
def rewrite(site: Site) -> Visit:
    found = site.idea(owed=True, department=site.transport)
    answer = prepare_answer(user=site.suho, idea=found, status=Status.ACCEPTED, reason="살펴보고 있습니다.")
    return Visit(f"/desk/ideas/{found.pk}/answers/{answer.pk}/", site.suho)


@kind("desk-absences-some")
def absences(site: Site) -> Visit:
    today = timezone.localdate()
    deputy = UserFactory(official=True, department=site.transport)
    tell_absence(user=site.suho, deputy=deputy, starts_on=today, ends_on=today + timedelta(days=9))
    return Visit("/desk/absences/", site.suho)
