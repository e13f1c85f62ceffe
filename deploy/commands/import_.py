"""Load a folder of CSV files through the public API: units, people, customers, products, deals."""

import argparse
import os
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from deploy.importing.client import ApiClient, ApiRefused, StepReport
from deploy.importing.mappings import Mapping, MappingUnusable, ensure_files, find_mapping, find_unused, list_mappings
from deploy.preparing import PASSWORD_VARIABLE

ADMINISTRATOR = "admin"
MOST_REJECTED_SHOWN = 20
SHORTEST_PASSWORD = 8


def main(argv: list[str]) -> int:
    wanted = _parser().parse_args(argv)
    if wanted.mapping is None:
        _explain()
        return 0
    admin_password = os.environ.get(PASSWORD_VARIABLE)
    if not admin_password:
        return _refuse(f"Set {PASSWORD_VARIABLE}: the import signs in as {ADMINISTRATOR}.")
    if wanted.password is not None and len(wanted.password) < SHORTEST_PASSWORD:
        return _refuse(f"A --password has at least {SHORTEST_PASSWORD} characters.")
    try:
        mapping = find_mapping(wanted.mapping)
        ensure_files(mapping, wanted.folder)
        client = ApiClient(wanted.url)
        client.sign_in(ADMINISTRATOR, admin_password)
        return _run(client, mapping, wanted)
    except (MappingUnusable, ApiRefused) as fault:
        return _refuse(str(fault))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./tenon import", description=__doc__)
    parser.add_argument(
        "mapping", nargs="?", metavar="MAPPING", help="which saved mapping; without one they are listed"
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="where its files lie")
    parser.add_argument("--url", default="http://127.0.0.1:8080", help="where Tenon is (default %(default)s)")
    parser.add_argument("--password", help="what people who are added sign in with; without it they cannot yet")
    parser.add_argument("--dry-run", action="store_true", help="check every row and keep nothing")
    return parser


def _explain() -> None:
    print("Usage: ./tenon import MAPPING FOLDER [--url URL] [--password PASSWORD] [--dry-run]\n\nMappings:")
    for mapping in list_mappings():
        print(f"  {mapping.name}\n    {mapping.about}\n    files: {', '.join(mapping.files())}")
    print(f"\nIt signs in as {ADMINISTRATOR} with {PASSWORD_VARIABLE}. A second run changes nothing.")


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _run(client: ApiClient, mapping: Mapping, wanted: argparse.Namespace) -> int:
    began = time.monotonic()
    reports: list[StepReport] = []
    with _progress() as progress:
        for step in mapping.steps:
            bar = progress.add_task(step.name, total=None)

            def show(done: int, total: int, bar: int = bar) -> None:
                progress.update(bar, completed=done, total=total or None)  # type: ignore[arg-type]

            reports.append(client.run_step(step, wanted.folder, wanted.password, wanted.dry_run, show))
            if not sys.stdout.isatty():
                print(f"{step.name}: {_counts(reports[-1])}", flush=True)
            if not reports[-1].is_whole:
                break
    _report(reports, find_unused(mapping, wanted.folder), time.monotonic() - began)
    return 0 if len(reports) == len(mapping.steps) and all(report.is_whole for report in reports) else 1


def _progress() -> Progress:
    columns = (TextColumn("{task.description:<14}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, disable=not sys.stdout.isatty())


def _counts(report: StepReport) -> str:
    return ", ".join(f"{number} {outcome}" for outcome, number in report.counts.items())


def _report(reports: list[StepReport], unused: list[str], seconds: float) -> None:
    console = Console(highlight=False, soft_wrap=True)
    table = Table("step", "rows", "created", "updated", "unchanged", "rejected", "state")
    for report in reports:
        counts = (str(report.counts[name]) for name in ("created", "updated", "unchanged", "rejected"))
        table.add_row(report.step.name, str(report.rows), *counts, report.status)
    console.print(table)
    for report in reports:
        for note in report.notes:
            console.print(f"{report.step.name}: {note['text']} ({note['rows']} rows)", markup=False)
        for row in report.rejected[:MOST_REJECTED_SHOWN]:
            console.print(f"{report.step.name} row {row['row']} rejected: {'; '.join(row['messages'])}", markup=False)
        if len(report.rejected) > MOST_REJECTED_SHOWN:
            console.print(f"{report.step.name}: {len(report.rejected) - MOST_REJECTED_SHOWN} more rejected")
        if report.failure:
            console.print(f"{report.step.name} failed: {report.failure}", markup=False)
    for sentence in unused:
        console.print(sentence, markup=False)
    console.print(f"{seconds:.1f} s")
