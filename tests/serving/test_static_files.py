"""Static files are found under one name each, which a browser may keep for ever."""

import re

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from participation.serving.static_files import BuiltOnceStorage


@pytest.fixture
def storage(settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path)
    return BuiltOnceStorage()


@pytest.mark.parametrize("name", ["dist/assets/site-BRZOPdda.js", "dist/assets/htmx-DnV4WHvM.js"])
def test_a_module_of_the_front_end_has_one_name_alone(storage, name):
    """Modules ask for each other by the names that Vite gave; under a second name a module would run twice."""
    assert storage.hashed_name(name, ContentFile(b"export {};")) == name


def test_other_files_get_a_name_of_their_content(storage):
    first = storage.hashed_name("pages/admin.css", ContentFile(b"a {}"))
    assert re.fullmatch(r"pages/admin\.[0-9a-f]{12}\.css", first)
    assert storage.hashed_name("pages/admin.css", ContentFile(b"b {}")) != first


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("/static/dist/assets/site-BRZOPdda.js", True),
        ("/static/dist/assets/site-z4s-_zRr.css", True),
        ("/static/pages/admin.fc79c08e41ff.css", True),
        ("/static/dist/theme.js", False),
        ("/static/pages/admin.css", False),
    ],
)
def test_what_has_its_hash_in_its_name_is_kept_for_ever(address, is_kept):
    assert bool(re.search(settings.WHITENOISE_IMMUTABLE_FILE_TEST, address)) is is_kept
