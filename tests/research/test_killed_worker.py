"""An export whose worker is killed midway, as a real process: the next one finishes it, and no half of it is had."""

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from participation.research.exports.actions import ask_for_export
from participation.research.exports.models import Export
from participation.research.results import read
from search.indexing import index
from tests.datasets.packages import problems, rows_of
from tests.factories import IdeaFactory

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 120
# Stops for good in the middle of a file whose name ends so, for whoever kills it there.
WORKER = """
import sys, threading
import django
from django.conf import settings
folder, where = sys.argv[1:]
settings.STORAGES["default"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}
}
django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from participation.research.exports import making
making.STEP = 2
save = default_storage.save

def save_until(path, content):
    if not path.endswith(where):
        return save(path, content)
    save(path, ContentFile(content.read(10)))
    print("midway", flush=True)
    threading.Event().wait()

default_storage.save = save_until
call_command("worker")
"""
Begin = Callable[[str], "subprocess.Popen[str]"]


def address() -> str:
    """Of the database of this test."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def begin(tmp_path, settings) -> Iterator[Begin]:
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    begun: list[subprocess.Popen[str]] = []

    def start(where: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(tmp_path), where],
            cwd=configured.BASE_DIR,
            env=os.environ | {"DATABASE_URL": address()},
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        process.kill()
        process.communicate(timeout=PATIENCE)


def wait_for(export: Export, state: str) -> None:
    end = time.monotonic() + PATIENCE
    while export.state != state:
        assert time.monotonic() < end, export.state
        time.sleep(0.1)
        export.refresh_from_db()


@pytest.mark.parametrize("where", ["part-000002.jsonl", ".zip"])
def test_killed_midway_an_export_is_finished_by_the_next_worker(
    joon, mina, consultation, client, begin, tmp_path, where
):
    ideas = [IdeaFactory(title=f"버스 {number}", author=mina, consultation=consultation) for number in range(5)]
    for idea in ideas:
        index(idea)
    export = ask_for_export(user=joon, asked=read("kind=idea&q=버스"), formats=["jsonl"])
    file = f"{export.get_absolute_url()}file/"
    killed = begin(where)
    assert killed.stdout.readline() == "midway\n"
    killed.kill()
    killed.wait(timeout=PATIENCE)
    export.refresh_from_db()
    assert export.state == Export.State.RUNNING
    assert client.get(file).status_code == 410
    assert "<progress" in client.get(export.get_absolute_url()).content.decode()

    # As if the lease of the dead one were over.
    Export.objects.filter(pk=export.pk).update(leased_until=timezone.now())
    begin("nowhere")
    wait_for(export, Export.State.READY)
    archive = zipfile.ZipFile(io.BytesIO(client.get(file).getvalue()))
    assert archive.testzip() is None
    folder = tmp_path / "unpacked"
    archive.extractall(folder)
    assert problems(folder) == []
    numbers = [row["number"] for row in rows_of(folder, "results")]
    assert sorted(numbers) == [idea.pk for idea in ideas]
    assert not default_storage.exists(export.part_path(1))
