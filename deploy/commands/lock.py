"""Resolve requirements*.in again and write the lock files, with hashes and without host names."""

import argparse
import subprocess
import sys
import venv
from pathlib import Path

from deploy.launcher.catalogue import ROOT
from deploy.launcher.environment import program_of

RESOLVER = "pip-tools==7.6.2"
OPTIONS = [
    "--quiet",
    "--generate-hashes",
    "--strip-extras",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-header",
    "--annotation-style=line",
]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tenon lock", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions the .in files allow")
    upgrade = ["--upgrade"] if parser.parse_args(argv).upgrade else []
    python = _resolver()
    for name in ("requirements", "requirements-dev", "requirements-node"):
        print(f"locking {name}.in", flush=True)
        command = [str(python), "-m", "piptools", "compile", *OPTIONS, *upgrade, "-o", f"{name}.lock", f"{name}.in"]
        subprocess.run(command, cwd=ROOT, check=True)
    return 0


def _resolver() -> Path:
    folder = ROOT / "var" / "resolver"
    python = program_of(folder, "python")
    if not program_of(folder, "pip-compile").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", RESOLVER], check=True, stderr=sys.stderr)
    return python
