"""The Chromium in which the console is tested, pictured and measured."""

import os
import shutil
import subprocess
from pathlib import Path

NAMED = "TENON_CHROMIUM"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")
DEBIAN = Path("/etc/debian_version")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
HOW_TO_GET_IT = f"no Chromium: apt-get install {' '.join(PACKAGES)}, or name one in {NAMED}"


def find_chromium() -> str | None:
    """The one that is named, or the first of the usual ones in the path."""
    named = os.environ.get(NAMED)
    if named:
        return named
    return next((found for program in PROGRAMS if (found := shutil.which(program))), None)


def ensure_chromium() -> str | None:
    """Where there is none and it may be had, as root on Debian, have it; otherwise None."""
    found, installer = find_chromium(), _installer()
    if found or installer is None:
        return found
    print(f"installing {' and '.join(PACKAGES)} for the tests of the console", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([installer, "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL, check=False)
    words = [installer, "install", "-qq", "--no-install-recommends", *PACKAGES]
    subprocess.run(words, env=quiet, stdout=subprocess.DEVNULL, check=False)
    return find_chromium()


def _installer() -> str | None:
    """That of Debian, where this is root's to do."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return shutil.which("apt-get") if is_root and DEBIAN.exists() else None
