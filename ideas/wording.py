"""What a title and a text must be like before they are posted, with words that say what to do."""

import re
import unicodedata

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.contributions.reading import language_of

TITLE_MIN, TITLE_MAX = 5, 120
BODY_MIN, BODY_MAX = 10, 20_000
_HEADING_LINES = re.compile(r"(?m)^#{1,6} .*$")


def check_wording(title: str, body: str) -> dict[str, str]:
    """Messages by field; empty where both are fit to post. Both texts are cleaned already."""
    errors: dict[str, str] = {}
    if problem := _title_problem(title):
        errors["title"] = problem
    if problem := _body_problem(body):
        errors["body"] = problem
    return errors


def _title_problem(title: str) -> str | None:
    letters = [char for char in title if unicodedata.category(char).startswith("L")]
    if not title:
        return _("Write a title: what should change?")
    if len(title) < TITLE_MIN or len(letters) < 4:
        return _("The title is too short. Say in at least %(count)s letters what should change.") % {"count": TITLE_MIN}
    if len(title) > TITLE_MAX:
        return _("The title has %(length)s letters. Shorten it to %(count)s.") % {
            "length": len(title),
            "count": TITLE_MAX,
        }
    cased = [char for char in letters if char.lower() != char.upper()]
    if len(cased) >= 6 and len(cased) * 2 > len(letters) and all(char.isupper() for char in cased):
        return _("The title is in capital letters only. Please write it in normal letters.")
    if re.search(r"(.)\1{9,}", title):
        return _("The title repeats one letter many times. Say what should change.")
    return None


def _body_problem(body: str) -> str | None:
    if not body:
        return _("Describe the idea: what is the problem, and what would be better?")
    if len(body) < BODY_MIN:
        return _("The text is too short. A sentence or two help others to understand it.")
    if len(body) > BODY_MAX:
        return _("The text has %(length)s letters. Shorten it to %(count)s.") % {"length": len(body), "count": BODY_MAX}
    return None


def language_written(text: str, *, otherwise: str = "") -> str:
    """The language somebody wrote in: what the letters tell, whatever language the page around the form had.

    Headings are left out where there is more, since the suggested ones are in the page's language.
    """
    told = language_of(_HEADING_LINES.sub("", text)) or language_of(text)
    return told or otherwise or get_language() or settings.LANGUAGE_CODE
