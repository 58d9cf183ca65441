"""The short form of ``python -m tests.faults``: everything is killed once while people vote, and no vote is lost."""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection


@pytest.mark.services
@pytest.mark.django_db
def test_no_vote_is_lost_or_doubled_when_everything_is_killed():
    """R1, R2 and R6; twenty times each on both databases is a command of its own."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL's own programs")
    known = connection.settings_dict
    like = f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    command = [sys.executable, "-m", "tests.faults", "--on", "postgresql", "--times", "1"]
    command += ["--rate", "60", "--least", "1", "--like", like]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    outcomes = json.loads(done.stdout.splitlines()[-1])
    assert [each["killed"] for each in outcomes] == ["pages", "worker", "database"]
    assert all(each["acknowledged"] for each in outcomes)
    assert outcomes[2]["asked_again"], "who was not answered asked again"
