"""What goes on inside the offices, so that every official of the demo finds work at the desk."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from ideas.actions.answering import assign_idea, prepare_answer
from ideas.actions.approving import ask_approval
from ideas.life import Status
from ideas.models import AnswerReason, Idea
from ideas.promises import Promise
from participation.accounts.models import User
from participation.desk.absences.actions import tell_absence
from participation.desk.answer_templates.actions import keep_template
from participation.desk.bulk.actions import run_bulk, start_bulk
from participation.desk.evaluations.actions import ask_evaluation, evaluate
from participation.desk.models import Evaluation
from participation.desk.notes.actions import write_note

from .people import People
from .stories import read


def tell_desk(people: People) -> None:
    """After everything citizens see has happened: the work that is still to be done."""
    content = read("desk")
    for position, entry in enumerate(content["reason"]):
        AnswerReason.objects.create(
            name=entry["name"],
            translations={"en": entry["english"]},
            decision=entry["decision"],
            position=position,
        )
    official, colleague = people.cast["official"], people.colleague
    assert official.department is not None
    for entry in content["template"]:
        keep_template(user=official, name=entry["name"], text=entry["text"].strip(), decision=entry.get("decision", ""))
    owed = _owed_by(official)
    if owed:
        _work_on(owed[0], official, colleague, people, content)
    if len(owed) > 1:
        _lay_before(owed[1], official, colleague, content["approval"])
    _set_many(official, content["bulk"])
    _be_away(people.cast["official2"], official)


def _owed_by(official: User) -> list[Idea]:
    owed = Idea.objects.owed().filter(department=official.department).select_related("consultation", "department")
    return list(owed.order_by("answer_due_at", "pk"))


def _work_on(idea: Idea, official: User, colleague: User, people: People, content: dict[str, dict[str, str]]) -> None:
    idea = assign_idea(user=colleague, idea=idea, department=official.department, owner=official)
    write_note(user=official, idea=idea, text=content["note"]["first"])
    write_note(user=colleague, idea=idea, text=content["note"]["call"].format(name=official.public_name))
    said = content["evaluation"]
    due = timezone.localdate() + timedelta(days=6)
    expert = people.cast["expert"]
    asked = ask_evaluation(
        user=official, idea=idea, people=[expert, colleague], due_on=due, question=said["question"], goes_public=True
    )
    theirs = Evaluation.objects.get(request=asked, evaluator=colleague)
    evaluate(user=colleague, evaluation=theirs, scores=[int(score) for score in said["scores"]], words=said["words"])


def _lay_before(idea: Idea, official: User, colleague: User, said: dict[str, str]) -> None:
    """The colleague wrote an answer, and the official's word is wanted before it goes out."""
    department = official.department
    assert department is not None
    department.answers_need_approval = True
    department.save(update_fields=["answers_need_approval"])
    promise = Promise.cleaned(cost=Decimal(said["cost"]), term=said["term"])
    answer = prepare_answer(
        user=colleague, idea=idea, status=Status.ACCEPTED, reason=said["reason"].strip(), promise=promise
    )
    ask_approval(user=colleague, answer=answer)


def _set_many(official: User, said: dict[str, str]) -> None:
    """Two ideas are answered at once; in this department a colleague has to approve both answers first."""
    looking = Idea.objects.waiting().filter(consultation__department=official.department, department=None)
    chosen = list(looking.order_by("pk").values_list("pk", flat=True)[:2])
    if chosen:
        start_bulk(user=official, ideas=chosen, to=said["to"], reason=said["reason"])
        while run_bulk():
            pass


def _be_away(absent: User, deputy: User) -> None:
    """One of another department's ideas comes into the deputy's hands."""
    today = timezone.localdate()
    tell_absence(user=absent, deputy=deputy, starts_on=today, ends_on=today + timedelta(days=4))
    for idea in _owed_by(absent)[:1]:
        assign_idea(user=absent, idea=idea, department=absent.department, owner=absent)
