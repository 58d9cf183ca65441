import os
import signal
import subprocess
import sys
import urllib.request

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from scripts.services import free_port


@pytest.mark.django_db(transaction=True)
def test_one_command_serves_the_site_until_it_is_stopped():
    if connection.vendor != "sqlite":
        pytest.skip("the embedded default is SQLite")
    address = f"http://127.0.0.1:{free_port()}"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}"}
    command = [sys.executable, "manage.py", "serve", "--port", address.rsplit(":", 1)[1]]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == f"Madang is at {address}/ (Ctrl-C ends it)\n"
        with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == ""
        assert process.wait() == 0
    finally:
        process.kill()
        process.communicate(timeout=60)


def test_pages_without_their_style_and_scripts_are_not_served(settings, tmp_path):
    hashed = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": hashed}
    with pytest.raises(CommandError, match="collectstatic"):
        call_command("serve")
