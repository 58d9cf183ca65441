"""Only the settings read the environment, and ARCHITECTURE.md tells each variable."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
READ = re.compile(r"""env\.\w+\(\s*"([A-Z][A-Z0-9_]*)\"""")
# Set by `make demo` for the moment of the first migration; nothing for people to set.
OURS = {"MADANG_FAST_MIGRATE"}
# What reads it elsewhere is a process's own start, before there are settings, and the port to listen on.
STARTERS = {"manage.py", "participation/wsgi.py", "participation/serving/management/commands/serve.py"}


def test_each_variable_is_told():
    text = (ROOT / "ARCHITECTURE.md").read_text()
    sources = "".join(path.read_text() for path in (ROOT / "participation" / "settings").glob("*.py"))
    names = set(READ.findall(sources)) - OURS
    assert "DATABASE_URL" in names
    assert sorted(name for name in names if name not in text) == []


def test_nobody_else_reads_the_environment():
    packages = [path for name in ("participation", "ideas", "search") for path in (ROOT / name).rglob("*.py")]
    readers = {
        str(path.relative_to(ROOT))
        for path in [ROOT / "manage.py", *packages]
        if re.search(r"os\.environ|os\.getenv", path.read_text())
    }
    assert {path for path in readers if not path.startswith("participation/settings/")} <= STARTERS
