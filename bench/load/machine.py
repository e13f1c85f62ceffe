"""What processes use of this machine, as Linux tells it; where there is no such system, these figures are missing."""

import os
import platform
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

PROCESSES = Path("/proc")
TELLS = PROCESSES.joinpath("self", "stat").exists()
TICKS = 100
"""A second, in the units in which Linux tells them to programs, on every machine."""
PROBE_SECONDS = 1.0
KIB = 1024

Used = Mapping[int, float]
"""Processor seconds by process."""


def used_by(processes: Iterable[int]) -> dict[int, float]:
    """Processor seconds of each of these processes up to now; those that are gone are left out."""
    return {one: seconds for one in processes if (seconds := _used(one)) is not None}


def spent(before: Used, after: Used) -> float:
    """What these processes used in between; one that is new since has used all that it shows."""
    return sum(max(0.0, seconds - before.get(one, 0.0)) for one, seconds in after.items())


def memory_of(processes: Iterable[int]) -> float | None:
    """MiB of these processes together, each page that they share counted once; None where nobody tells."""
    told = [_proportional(one) for one in processes]
    return sum(told) / KIB if told and TELLS else None


def busy_seconds() -> float:
    """What all processors of the machine have worked since it was started, for whomever."""
    if not TELLS:
        return 0.0
    user, nice, system, _idle, _waiting, *others = _numbers(PROCESSES.joinpath("stat"), 1)[:7]
    return (user + nice + system + sum(others)) / TICKS


def share() -> float:
    """Which part of a processor a program gets here at present that never waits."""
    began, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - began < PROBE_SECONDS:
        pass
    return (time.process_time() - used) / (time.perf_counter() - began)


def describe() -> str:
    return f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"


def _used(process: int) -> float | None:
    try:
        told = PROCESSES.joinpath(str(process), "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(told[11]) + int(told[12])) / TICKS


def _proportional(process: int) -> float:
    """KiB."""
    try:
        told = PROCESSES.joinpath(str(process), "smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return sum(float(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))


def _numbers(path: Path, skipped: int) -> list[float]:
    return [float(word) for word in path.read_text(encoding="utf-8").splitlines()[0].split()[skipped:]]
