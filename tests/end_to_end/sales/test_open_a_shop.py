"""The page on opening a shop is what the product does: every block of it is run, in order, against it."""

import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_integrate import BLOCK, WATCHED
from tests.end_to_end.stack import ADMIN_PASSWORD

PAGE = ROOT / "docs" / "how-to" / "open-a-shop.md"
WAITED_FOR = "404"
"""A product that the warehouses do not know yet."""


def test_every_block_of_the_page_runs(company: Company, tmp_path: Path) -> None:
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("the page is written for curl and bash")
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) == 7
    done = subprocess.run(
        ["bash", "-c", WATCHED + "\n".join(blocks)],
        cwd=tmp_path,
        env={**os.environ, "U": company.stack.url, "LOGIN": "admin", "PASSWORD": ADMIN_PASSWORD},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
    statuses = Counter(re.findall(r"answered (\d{3}) ", done.stderr))
    refused = {status: times for status, times in statuses.items() if status >= "400" and status != WAITED_FOR}
    assert refused == {"409": 1}, done.stderr
