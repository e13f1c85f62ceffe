"""Break an installation of its own under load, in an order that a seed gives, and prove that nothing was lost."""

import subprocess
import sys

from deploy.launcher.catalogue import ROOT


def main(argv: list[str]) -> int:
    """What breaks and what checks is a test (`tests/chaos`), and the product does not import tests."""
    return subprocess.run([sys.executable, "-m", "tests.chaos", *argv], cwd=ROOT, check=False).returncode
