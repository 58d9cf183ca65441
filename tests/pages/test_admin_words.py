"""Wagtail's admin speaks Korean: its own words where they are good, ours where they are missing or wrong."""

import json
from pathlib import Path

import pytest
import wagtail
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.apps import apps
from django.utils import translation

from participation.pages import admin_words
from scripts.messages import catalogues

WAGTAIL = Path(wagtail.__file__).parent
OURS = Path(admin_words.__file__).parent / "locale"
# Words that mean the same here and there: our Korean may stand in the admin.
SHARED = {
    "(optional)", "Account", "Add", "All", "Anyone", "Approve", "Cancel", "Change", "Close", "Code", "Confirm",
    "Document", "Edit", "Edited", "File", "Filter", "History", "Home", "Image", "In progress", "Language",
    "Last used", "Name", "Newest", "Pages", "Password", "Preview", "Rename", "Revoke", "Save", "Search",
    "Search the whole site", "Show", "Sign in", "Timeline", "Title", "Token", "Translate", "Undo", "document",
    "name", "status", "title",
}  # fmt: skip


def read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file)


def single(message_id: object) -> str:
    return str(message_id[0] if isinstance(message_id, (tuple, list)) else message_id)


def without_context(files: list[Path]) -> set[str]:
    return {single(message.id) for po in files for message in read(po) if message.id and not message.context}


def wagtails_words(name: str = "django") -> set[str]:
    return without_context(sorted(WAGTAIL.glob(f"**/locale/en/LC_MESSAGES/{name}.po")))


def test_our_words_take_no_other_meaning_into_the_admin():
    """All catalogues are one: a short word of ours replaces Wagtail's, unless it has a context."""
    files = [po for po in catalogues() if OURS not in po.parents]
    assert (without_context(files) & wagtails_words()) - SHARED == set()


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_we_translate_only_what_wagtail_says(name):
    assert without_context([OURS / "ko" / "LC_MESSAGES" / f"{name}.po"]) - wagtails_words(name) == set()


def test_the_words_of_the_site_go_before_those_of_the_admin():
    names = [config.name for config in apps.get_app_configs()]
    own = [name for name in names if name.startswith(("participation.", "ideas", "search"))]
    assert own[-1] == admin_words.__name__
    assert names.index(admin_words.__name__) < names.index("wagtail")


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("Pages", "페이지"),
        ("Reports", "보고서"),
        ("Search all pages…", "모든 페이지에서 찾기…"),
        ("Your pages and snippets in a workflow", "승인을 기다리는 나의 페이지"),
        ("Toggle preview", "미리 보기 열고 닫기"),
    ],
)
def test_the_admin_says_it_in_korean(english, korean):
    with translation.override("ko"):
        assert translation.gettext(english) == korean


@pytest.mark.django_db
def test_the_admin_s_scripts_speak_korean(client, admin):
    client.force_login(admin)
    said = client.get("/admin/jsi18n/", {"v": "1"}).content.decode()
    assert json.dumps("자동으로 저장했습니다.") in said
    assert json.dumps("대체 텍스트") in said, "what Wagtail says well stays"
