"""What ends the transaction of a migration comes first in it: one that is broken off begins again where it was."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

PLACES = ("services/*", "gateway", "shared/persistence")
MIGRATIONS = sorted(path for place in PLACES for path in ROOT.glob(f"{place}/migrations/versions/*.py"))
ENDS_THE_TRANSACTION = "autocommit_block"


def done_before(source: str) -> list[str]:
    """What an upgrade has done when it commits in its midst, though the database does not count it as done."""
    upgrades = [one for one in ast.parse(source).body if isinstance(one, ast.FunctionDef) and one.name == "upgrade"]
    found: list[str] = []
    for upgrade in upgrades:
        steps = [ast.unparse(step) for step in upgrade.body]
        ending = [place for place, step in enumerate(steps) if ENDS_THE_TRANSACTION in step]
        found += steps[: ending[-1]] if ending else []
    return found


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_nothing_is_committed_before_a_migration_counts_as_done(path: Path) -> None:
    assert done_before(path.read_text(encoding="utf-8")) == []


def test_a_column_that_would_be_added_twice_is_noticed() -> None:
    block = "    with op.get_context().autocommit_block():\n        op.create_index('x', 't', ['c'])\n"
    column = "    op.add_column('t', c)\n"
    assert done_before(f"def upgrade():\n{column}{block}") == ["op.add_column('t', c)"]
    assert done_before(f"def upgrade():\n{block}{column}") == []
    assert done_before(f"def upgrade():\n{column}") == []
