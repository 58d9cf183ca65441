"""`python -m scripts.lighthouse`: Lighthouse's scores of the first page, the list and an idea of a running demo."""

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from scripts import bootstrap
from scripts.services import chromium
from scripts.steps import FRONTEND, StepFailed, tool_environment

BASE = os.environ.get("BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
WANTED = 98
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


def main() -> int:
    program = chromium()
    if program is None:
        raise StepFailed("Chromium is not here: apt install chromium fonts-noto-cjk")
    bootstrap.install_frontend()
    low = 0
    print(f"{'page':<12}" + "".join(f"{name:>16}" for name in CATEGORIES))
    for name, address in addresses().items():
        found = report(address, program)
        scores = {category: round(100 * found["categories"][category]["score"]) for category in CATEGORIES}
        print(f"{name:<12}" + "".join(f"{score:>16}" for score in scores.values()), flush=True)
        if min(scores.values()) < WANTED:
            low += 1
            print("\n".join(f"    {line}" for line in complaints(found)), flush=True)
    return 1 if low else 0


def addresses() -> dict[str, str]:
    """The pages to measure; the idea is the first of the list."""
    try:
        page = urllib.request.urlopen(f"{BASE}/ideas/", timeout=30).read().decode()
    except (urllib.error.URLError, OSError):
        raise StepFailed(f"nothing answers at {BASE}: start `make demo` first, or give PORT=.") from None
    first = re.search(r'href="(/ideas/\d+/[^"/]+/)"', page)
    if first is None:
        raise StepFailed(f"there is no idea at {BASE}/ideas/.")
    return {"home": f"{BASE}/", "list": f"{BASE}/ideas/", "idea": BASE + first[1]}


def report(address: str, program: str) -> dict[str, Any]:
    """What Lighthouse says, as on a middling phone: its own default."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        command = ["npx", "--no-install", "lighthouse", address, "--quiet", "--output=json", f"--output-path={file}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"]
        environment = tool_environment({"CHROME_PATH": program})
        done = subprocess.run(command, cwd=FRONTEND, env=environment, check=False, capture_output=True, text=True)
        if not file.exists():
            raise StepFailed(f"Lighthouse did not finish at {address}:\n{done.stderr.strip()}")
        found: dict[str, Any] = json.loads(file.read_text())
    return found


def complaints(found: dict[str, Any]) -> list[str]:
    """What keeps the scores down, the heaviest first."""
    lines = []
    for category in CATEGORIES:
        parts = sorted(found["categories"][category]["auditRefs"], key=lambda part: -part["weight"])
        for part in parts:
            audit = found["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.95:
                lines.append(f"{category}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
    return lines


if __name__ == "__main__":
    sys.exit(main())
