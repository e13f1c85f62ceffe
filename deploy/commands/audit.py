"""Ask whether weaknesses of the pinned packages are known; needs the network, and changes nothing."""

import argparse
import json
import subprocess
import sys
import venv
from pathlib import Path

from deploy.launcher.catalogue import ROOT
from deploy.launcher.environment import program_of

AUDITOR = "pip-audit==2.10.1"
LOCKS = ("requirements.lock", "requirements-dev.lock")


def main(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="./tenon audit", description=__doc__).parse_args(argv)
    python = _auditor()
    return max(_audit(python, lock) for lock in LOCKS)


def _audit(python: Path, lock: str) -> int:
    command = [str(python), "-m", "pip_audit", "-r", lock, "--disable-pip", "--no-deps", "--format=json"]
    done = subprocess.run([*command, "--progress-spinner=off"], cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        packages = []
    audited = [package for package in packages if "vulns" in package]
    if not audited:
        print(f"{lock}: not audited, the database of weaknesses cannot be reached from here.")
        return 0
    weak = [package for package in audited if package["vulns"]]
    for package in weak:
        names = ", ".join(weakness["id"] for weakness in package["vulns"])
        print(f"{lock}: {package['name']} {package['version']}: {names}")
    print(f"{lock}: {len(audited)} of {len(packages)} packages audited, {len(weak)} with known weaknesses.")
    return 1 if weak else 0


def _auditor() -> Path:
    """An environment of its own: the auditor brings many packages that are none of ours."""
    folder = ROOT / "var" / "auditor"
    python = program_of(folder, "python")
    if not program_of(folder, "pip-audit").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", AUDITOR], check=True, stderr=sys.stderr)
    return python
