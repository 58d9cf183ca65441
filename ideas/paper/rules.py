"""Who may bring in what was signed or told off the site: officials, and never one alone."""

import rules

from participation.accounts.models import User
from participation.accounts.predicates import is_admin, is_official, is_signed_in

from .models import SignatureSheet


@rules.predicate
def is_second_person(user: User, sheet: SignatureSheet | None) -> bool:
    """Not whoever entered the sheet."""
    return sheet is not None and user.is_authenticated and sheet.entered_by_id != user.pk


@rules.predicate
def is_not_who_asks(user: User, sheet: SignatureSheet | None) -> bool:
    """Not whoever wants to take the sheet back."""
    return sheet is not None and user.is_authenticated and sheet.undo_asked_by_id != user.pk


works_here = is_admin | is_official
rules.add_perm("paper.enter_sheet", works_here)
rules.add_perm("paper.view_sheet", works_here)
rules.add_perm("paper.check_sheet", works_here & is_second_person)
rules.add_perm("paper.undo_sheet", works_here)
rules.add_perm("paper.agree_to_undo", works_here & is_not_who_asks)
rules.add_perm("paper.enter_idea", works_here)
rules.add_perm("paper.claim_idea", is_signed_in)
