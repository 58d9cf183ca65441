"""Who may do what with results: officials, each for their own department's."""

import rules

from participation.accounts.models import User
from participation.accounts.predicates import is_admin, is_official

from .models import Result


@rules.predicate
def is_of_department(user: User, result: Result | None) -> bool:
    """The result is of the official's department, or of none."""
    if result is None or not user.is_authenticated:
        return False
    return result.department_id is None or result.department_id == user.department_id


rules.add_perm("results.plan_result", is_admin | is_official)
rules.add_perm("results.change_result", is_admin | (is_official & is_of_department))
