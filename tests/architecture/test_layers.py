import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_imports_only_go_down_and_each_library_has_one_owner():
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-4000:]
