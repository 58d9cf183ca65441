"""What the page and the catalogue say of the open data."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.datasets import package
from participation.datasets.columns import Table
from participation.datasets.registry import tables
from participation.datasets.writing import TYPES

from .making import ARCHIVE
from .models import Edition
from .words import about, title

KINDS = {"csv": "CSV", "jsonl": "JSON Lines"}


def size_in_words(size: int) -> str:
    """A size as people read it."""
    if size < 1_000:
        return _("%(count)s bytes") % {"count": size}
    return f"{size / 1_000:,.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def file_url(edition: Edition | None, name: str) -> str:
    return reverse("open_data:file", args=[edition.name if edition else "latest", name])


def shown_tables(edition: Edition | None) -> list[dict[str, Any]]:
    """Each table with its files in this edition and what its columns mean."""
    by_name = {file["name"]: file for file in edition.files} if edition else {}
    return [_shown(table, edition, by_name) for table in tables()]


def _shown(table: Table, edition: Edition | None, by_name: dict[str, dict[str, Any]]) -> dict[str, Any]:
    files = [
        {
            "label": f"{label} ({size_in_words(file['size'])})",
            "name": file["name"],
            "url": file_url(edition, file["name"]),
            "rows": file["rows"],
        }
        for ending, label in KINDS.items()
        if (file := by_name.get(f"{table.name}.{ending}"))
    ]
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "files": files,
        "row_count": files[0]["rows"] if files else None,
        "columns": [[column.name, column.kind, _meaning(column)] for column in table.columns],
    }


def _meaning(column: Any) -> str:
    codes = ", ".join(f"{code} = {label}" for code, label in column.codes.items())
    refers = f"→ {column.refers}.id" if column.refers else ""
    return " · ".join(part for part in (str(column.description), codes, refers) if part)


def shown_edition(edition: Edition) -> dict[str, Any]:
    archive = next((file for file in edition.files if file["name"] == ARCHIVE), None)
    return {
        "name": edition.name,
        "made": date_format(timezone.localtime(edition.made_at), "DATETIME_FORMAT", use_l10n=True),
        "rows": edition.row_count,
        "sha256": edition.sha256,
        "archive_url": file_url(edition, ARCHIVE) if archive and not edition.withdrawn_at else "",
        "archive_size": size_in_words(archive["size"]) if archive else "",
        "is_withdrawn": edition.withdrawn_at is not None,
    }


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def linked(edition: Edition) -> dict[str, Any]:
    """The set in the words of schema.org, for the page."""
    own = package.licence()
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title(),
        "description": about(),
        "url": _absolute(reverse("open_data:page")),
        "license": own.path,
        "isAccessibleForFree": True,
        "version": edition.name,
        "dateModified": edition.made_at.isoformat(),
        "creator": {"@type": "Organization", "name": settings.SITE_NAME or _("Madang"), "url": settings.BASE_URL},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file["name"],
                "encodingFormat": TYPES.get(file["format"], "application/octet-stream"),
                "contentSize": str(file["size"]),
                "sha256": file["sha256"],
                "contentUrl": _absolute(file_url(edition, file["name"])),
            }
            for file in edition.files
        ],
    }


def catalogue(edition: Edition | None) -> dict[str, Any]:
    """The set as a DCAT catalogue, in each language of the site."""
    own = package.licence()
    page = _absolute(reverse("open_data:page"))
    catalogue: dict[str, Any] = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{page}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _in_each_language(title),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": settings.SITE_NAME or "마당"},
        "foaf:homepage": {"@id": settings.BASE_URL},
        "dcat:dataset": [],
    }
    if edition is None:
        return catalogue
    catalogue["dcat:dataset"].append(
        {
            "@id": f"{page}#{edition.name}",
            "@type": "dcat:Dataset",
            "dct:identifier": edition.sha256,
            "dct:title": _in_each_language(title),
            "dct:description": _in_each_language(about),
            "dct:modified": {"@type": "xsd:dateTime", "@value": edition.made_at.isoformat()},
            "dct:license": {"@id": own.path},
            "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/DAILY"},
            "dcat:landingPage": {"@id": page},
            "dcat:version": edition.name,
            "dcat:distribution": [
                {
                    "@type": "dcat:Distribution",
                    "dct:title": file["name"],
                    "dct:license": {"@id": own.path},
                    "dcat:accessURL": {"@id": page},
                    "dcat:downloadURL": {"@id": _absolute(file_url(edition, file["name"]))},
                    "dcat:mediaType": TYPES.get(file["format"], "application/octet-stream"),
                    "dcat:byteSize": file["size"],
                    "spdx:checksum": {
                        "@type": "spdx:Checksum",
                        "spdx:algorithm": "sha256",
                        "spdx:checksumValue": file["sha256"],
                    },
                }
                for file in edition.files
            ],
        }
    )
    return catalogue


def _in_each_language(said: Any) -> list[dict[str, str]]:
    words = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words.append({"@language": code, "@value": said()})
    return words
