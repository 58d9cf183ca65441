"""Who may do what at the desk besides answering, which is asked in ``ideas.rules``."""

import rules

from ideas.rules import is_in_charge
from participation.accounts.models import Absence, User
from participation.accounts.predicates import is_admin, is_official, is_signed_in

from .models import AnswerTemplate, Evaluation


@rules.predicate
def is_ones_own_absence(user: User, absence: Absence | None) -> bool:
    return absence is not None and absence.person_id == user.pk


@rules.predicate
def is_of_ones_department(user: User, template: AnswerTemplate | None) -> bool:
    return template is not None and template.department_id is not None and template.department_id == user.department_id


@rules.predicate
def is_asked(user: User, evaluation: Evaluation | None) -> bool:
    return evaluation is not None and evaluation.evaluator_id == user.pk


@rules.predicate
def has_evaluations(user: User) -> bool:
    """Whoever was ever asked; looked up once per request."""
    known: bool | None = getattr(user, "_has_evaluations", None)
    if known is None:
        known = bool(user.is_authenticated) and Evaluation.objects.of(user).exists()
        user._has_evaluations = known  # type: ignore[attr-defined]  # lives as long as the request's user
    return known


rules.add_perm("desk.ask_evaluation", is_admin | (is_official & is_in_charge))
rules.add_perm("desk.evaluate", is_signed_in & is_asked)
rules.add_perm("desk.open_evaluations", is_signed_in & (is_official | has_evaluations))
rules.add_perm("desk.read_evaluations", is_admin | is_official)
rules.add_perm("desk.set_criteria", is_admin | is_official)
rules.add_perm("desk.start_bulk", is_admin | is_official)
rules.add_perm("desk.keep_templates", is_admin | is_official)
rules.add_perm("desk.change_template", is_admin | (is_official & is_of_ones_department))
rules.add_perm("desk.read_notes", is_admin | is_official)
rules.add_perm("desk.write_note", is_admin | is_official)
rules.add_perm("desk.tell_absence", is_official)
rules.add_perm("desk.cancel_absence", is_admin | (is_official & is_ones_own_absence))
