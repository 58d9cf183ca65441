"""How a set of results is cited: in words, and for the programs that keep references."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .models import ResultSet

# What BibTeX takes for a command of its own.
_BIBTEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True)
class Citation:
    """A file for a program, or words to copy."""

    format: str
    label: str
    content_type: str
    text: str


def _site() -> str:
    return settings.SITE_NAME or _("Madang")


def _url(kept: ResultSet) -> str:
    # Without the language of whoever cites: the same set has one address.
    return f"{settings.BASE_URL}/research/sets/{kept.code}/"


def _title(kept: ResultSet) -> str:
    return _("Search results: %(title)s") % {"title": " ".join(kept.title.split())}


def _what(kept: ResultSet) -> str:
    return _("%(count)s results, SHA-256 %(hash)s") % {"count": f"{kept.count:,}", "hash": kept.sha256[:16]}


def apa(kept: ResultSet) -> str:
    """As the manual of the American Psychological Association, 7th edition, cites a data set."""
    made = timezone.localtime(kept.made_at)
    # Translators: the date in a reference, as Django's date filter writes it.
    day = date_format(made, pgettext("date in a reference", "Y, F j"))
    kind = _("Data set")
    return f"{_site()}. ({day}). {_title(kept)} ({_what(kept)}) [{kind}]. {_url(kept)}"


def bibtex(kept: ResultSet) -> str:
    made = timezone.localtime(kept.made_at)
    fields = {
        "author": "{" + escaped(_site()) + "}",
        "title": "{" + escaped(_title(kept)) + "}",
        "year": str(made.year),
        "month": str(made.month),
        "publisher": escaped(_site()),
        "number": escaped(kept.code),
        "note": escaped(_what(kept)),
        "url": _url(kept),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{kept.code.replace('.', '-')},\n{lines}\n}}\n"


def escaped(text: str) -> str:
    """The text as BibTeX reads it; Korean stays as it is."""
    return "".join(_BIBTEX.get(letter, letter) for letter in text)


def ris(kept: ResultSet) -> str:
    made = timezone.localtime(kept.made_at)
    lines = [
        ("TY", "DATA"),
        ("AU", _site()),
        ("TI", _title(kept)),
        ("PY", str(made.year)),
        ("DA", made.strftime("%Y/%m/%d")),
        ("PB", _site()),
        ("AN", kept.code),
        ("N1", _what(kept)),
        ("UR", _url(kept)),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines) + "ER  - \r\n"


FORMATS: dict[str, tuple[str, str, Callable[[ResultSet], str]]] = {
    "apa": ("APA", "text/plain; charset=utf-8", apa),
    "bib": ("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "ris": ("RIS", "application/x-research-info-systems; charset=utf-8", ris),
}


def citation(kept: ResultSet, format: str) -> Citation:
    """One of the formats; a KeyError where there is no such one."""
    label, content_type, write = FORMATS[format]
    return Citation(format, label, content_type, write(kept))
