"""Commands of a longer run end with it, whatever ends it. The end of their shared output is the end of the last."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings

from scripts import bootstrap, steps

GRANDCHILD = "import signal, os; os.write(1, b'on\\n'); signal.pause()"
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {GRANDCHILD!r}])"
RUNNER = f"""
import os, sys
from scripts.steps import attend, end_cleanly
end_cleanly()
attend([sys.executable, "-c", {CHILD!r}])
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_stopped_leaves_no_process(number):
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PYTHONPATH": str(settings.BASE_DIR)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    assert process.stdout.readline() == "on\n"
    process.send_signal(number)
    assert process.communicate(timeout=30) == ("", ""), "no process holds the output, and nothing is complained of"
    assert process.returncode == 128 + number


def test_what_hangs_is_ended():
    assert steps.attend([sys.executable, "-c", GRANDCHILD], minutes=0.5 / 60) == steps.TOOK_TOO_LONG


def test_a_failure_shows_what_was_said(capfd):
    with pytest.raises(steps.StepFailed, match="failed with 3"):
        steps.run([sys.executable, "-c", "print('because'); raise SystemExit(3)"])
    assert "because" in capfd.readouterr().err


def test_what_succeeds_is_quiet(capfd):
    steps.run([sys.executable, "-c", "print('chatter')"])
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder that looks like the repository to the steps."""
    for module, names in ((steps, ("ROOT", "VAR")), (bootstrap, ("ROOT", "VAR", "FRONTEND", "BUILD"))):
        for name in names:
            folder = tmp_path if name == "ROOT" else tmp_path / {"BUILD": ".build"}.get(name, name.lower())
            monkeypatch.setattr(module, name, folder)
    for file in ("requirements.txt", "ideas/static/a.css", "frontend/dist/assets/main.css"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("x")
    return tmp_path


def test_static_files_are_gathered_when_something_changed_and_only_then(checkout, monkeypatch):
    gathered = []

    def gather(command, **_):
        gathered.append(command)
        (checkout / "var" / "static").mkdir(parents=True, exist_ok=True)
        (checkout / "var" / "static" / f"{len(gathered)}.css").write_text("x")

    monkeypatch.setattr(bootstrap, "run", gather)
    for _ in range(3):
        bootstrap.collect_static()
    assert len(gathered) == 1
    (checkout / "frontend/dist/assets/main.css").write_text("y")
    bootstrap.collect_static()
    assert len(gathered) == 2
