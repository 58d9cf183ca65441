"""Keeping templates."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.life import ANSWERS
from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.text import clean_line, clean_text
from participation.errors import Invalid

from ..models import AnswerTemplate
from .filling import unknown_places

LONGEST_NAME = 80
LONGEST_TEXT = 10_000


@transaction.atomic
def keep_template(
    *, user: User, name: str, text: str, decision: str = "", template: AnswerTemplate | None = None
) -> AnswerTemplate:
    """Make a template of one's department, or change ``template``. Raises Invalid naming the field.

    What an administrator without a department makes is everybody's.
    """
    require(user, "desk.keep_templates")
    if template is not None:
        template = AnswerTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
        require(user, "desk.change_template", template)
    template = template or AnswerTemplate(department=user.department)
    template.name, template.text, template.decision = clean_line(name), clean_text(text), decision
    _check(template)
    template.editor, template.edited_at = user, timezone.now()
    template.save()
    return template


def _check(template: AnswerTemplate) -> None:
    errors = {}
    if not 0 < len(template.name) <= LONGEST_NAME:
        errors["name"] = _("Give it a name of at most %(count)s letters.") % {"count": LONGEST_NAME}
    if not 0 < len(template.text) <= LONGEST_TEXT:
        errors["text"] = _("Write the text, in at most %(count)s letters.") % {"count": LONGEST_TEXT}
    elif unknown := unknown_places(template.text):
        errors["text"] = _("Nothing can be put in place of {%(name)s}.") % {"name": "}, {".join(unknown)}
    if template.decision and template.decision not in ANSWERS:
        errors["decision"] = _("There is no such choice.")
    if errors:
        raise Invalid(errors=errors)


@transaction.atomic
def remove_template(*, user: User, template: AnswerTemplate) -> None:
    """Throw a template away; answers that were begun with it stay."""
    require(user, "desk.change_template", template)
    template.delete()
