import pytest
from django.http import Http404
from django.test import RequestFactory

from participation.serving.views import media


@pytest.fixture
def get(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    files = {"images/bus.png": "picture", "images/bus.svg": "<svg/>", "ideas/secret.png": "mine", "secret.txt": "x"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return lambda path: media(RequestFactory().get(f"/media/{path}"), path)


def test_a_picture_of_a_page_is_shown(get):
    answer = get("images/bus.png")
    assert answer.getvalue() == b"picture"
    answer.file_to_stream.close()
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")


def test_what_could_run_is_only_downloaded(get):
    answer = get("images/bus.svg")
    answer.file_to_stream.close()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["ideas/secret.png", "secret.txt", "images/../secret.txt", "images/", "../etc/passwd", ""]
)
def test_nothing_else_is_handed_out(get, path):
    with pytest.raises(Http404):
        get(path)
