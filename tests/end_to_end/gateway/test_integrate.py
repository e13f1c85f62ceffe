"""The walk for programmers is what the product does: every block of the page is run, in order, against it."""

import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.stack import ADMIN_PASSWORD

PAGE = ROOT / "docs" / "how-to" / "integrate.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WATCHED = """
set -euo pipefail
curl() { command curl -w '%{stderr}answered %{http_code} %{method} %{url}\\n' "$@"; }
"""
REFUSED_ON_PURPOSE = Counter({"412": 1, "409": 1})
LEAST_REQUESTS = 18


@pytest.mark.parametrize("login", ["admin"])
def test_every_block_of_the_walk_runs(company: Company, tmp_path: Path, login: str) -> None:
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("the walk is written for curl and bash")
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) >= 8
    password = ADMIN_PASSWORD if login == "admin" else PASSWORD
    environment = {**os.environ, "U": company.stack.url, "LOGIN": login, "PASSWORD": password}
    done = subprocess.run(
        ["bash", "-c", WATCHED + "\n".join(blocks)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
    statuses = re.findall(r"answered (\d{3}) ", done.stderr)
    assert len(statuses) >= LEAST_REQUESTS
    assert Counter(status for status in statuses if status >= "400") == REFUSED_ON_PURPOSE, done.stderr
