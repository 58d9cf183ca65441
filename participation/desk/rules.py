"""Who may do what at the desk besides answering, which is asked in ``ideas.rules``."""

import rules

from participation.accounts.models import Absence, User
from participation.accounts.predicates import is_admin, is_official

from .models import AnswerTemplate


@rules.predicate
def is_ones_own_absence(user: User, absence: Absence | None) -> bool:
    return absence is not None and absence.person_id == user.pk


@rules.predicate
def is_of_ones_department(user: User, template: AnswerTemplate | None) -> bool:
    return template is not None and template.department_id is not None and template.department_id == user.department_id


rules.add_perm("desk.keep_templates", is_admin | is_official)
rules.add_perm("desk.change_template", is_admin | (is_official & is_of_ones_department))
rules.add_perm("desk.read_notes", is_admin | is_official)
rules.add_perm("desk.write_note", is_admin | is_official)
rules.add_perm("desk.tell_absence", is_official)
rules.add_perm("desk.cancel_absence", is_admin | (is_official & is_ones_own_absence))
