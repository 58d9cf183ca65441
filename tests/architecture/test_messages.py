"""Every text has its Korean: nothing is missing, doubtful, or left over."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

from scripts.messages import FOLDERS, catalogues

ROOT = Path(settings.BASE_DIR)


def read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale="ko")


def messages(po: Path) -> list[Message]:
    return [message for message in read(po) if message.id]


def untranslated(po: Path) -> list[object]:
    return [message.id for message in messages(po) if message.fuzzy or not is_translated(message)]


def is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(texts)


@pytest.mark.parametrize("po", catalogues(), ids=lambda po: str(po.relative_to(ROOT).parents[3]))
def test_every_text_is_translated(po):
    assert not untranslated(po)


@pytest.mark.parametrize("po", catalogues(), ids=lambda po: str(po.relative_to(ROOT).parents[3]))
def test_no_translation_says_the_same_twice(po):
    """As where two catalogues were put together and both texts were kept."""
    doubled = re.compile(r"(.{10,}?)\s*\1")
    assert [str(message.string) for message in messages(po) if doubled.fullmatch(str(message.string))] == []


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    """A copy of the sources whose catalogues were brought up to date from them."""
    if shutil.which("msgfmt") is None or shutil.which("xgettext") is None:
        if os.environ.get("CI"):
            pytest.fail("gettext is not here: apt install gettext")
        pytest.skip("gettext is not here: apt install gettext")
    copy = tmp_path_factory.mktemp("sources")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("node_modules", "dist", "*.mo"))
        (copy / folder / "locale").mkdir(exist_ok=True)
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "-l", "ko", "--no-obsolete", "--no-location"]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return copy


def test_no_text_is_missing_from_the_catalogues(gathered):
    found = sorted(gathered.glob("**/django.po"))
    assert {str(po.relative_to(gathered)): left for po in found if (left := untranslated(po))} == {}


def test_no_catalogue_keeps_a_text_that_is_gone(gathered):
    names = [po.relative_to(ROOT) for po in catalogues()]
    kept = {name: {message.id for message in messages(ROOT / name)} for name in names}
    used = {name: {message.id for message in messages(gathered / name)} for name in names}
    assert {str(name): gone for name in names if (gone := kept[name] - used[name])} == {}


def test_one_text_has_one_korean_wherever_it_stands():
    """All catalogues become one: of two translations one would be shown in both places. A context parts them."""
    found: dict[tuple[object, object], dict[object, set[str]]] = {}
    for po in catalogues():
        if "admin_words" in po.parts:
            continue
        for message in messages(po):
            said = found.setdefault((message.id, message.context), {})
            said.setdefault(message.string, set()).add(str(po.relative_to(ROOT).parents[3]))
    assert {key: said for key, said in found.items() if len(said) > 1} == {}
