"""From the version before to this one, while people work: no write is lost and nobody is turned away for good."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.chaos import checker
from tests.chaos.campaign import LONGEST_CALM_SECONDS, checks_of, findings_of_a_still_house
from tests.chaos.house import DEADLINE_SECONDS, House, found_callers, running_house
from tests.chaos.ledger import Ledger
from tests.chaos.load import Load
from tests.chaos.replaying import REPLICAS, handlers_by_service
from tests.chaos.settling import Databases, Heard, unrest
from tests.conftest import IN_CI, PROFILES
from tests.end_to_end.client import eventually
from tests.servers import ServerFailure
from tests.upgrade.columns import columns_in, demanding
from tests.upgrade.older import OlderStack, commit_of_before, handlers_of_then, heard_by, lay_out

pytestmark = pytest.mark.alone  # two versions and their servers side by side

SLACK_SECONDS = 8.0
ENOUGH = 6
CALLERS = 2
SETTLED_SECONDS = 60


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An installation of the version before, with its servers."""
    if (commit := commit_of_before()) is None:
        pytest.skip("this checkout has no history; the version before cannot be had")
    if "production" not in PROFILES:
        pytest.skip("the embedded profile is one process, which migrates when it starts")
    older = lay_out(commit, tmp_path / "older")
    try:
        with running_house(tmp_path, partial(OlderStack, older)) as running:
            yield running
    except ServerFailure as fault:
        if IN_CI:
            raise
        pytest.skip(f"no servers of one's own: {fault}")


def test_databases_are_migrated_while_the_version_before_serves_and_its_processes_replaced_one_by_one(
    house: House, tmp_path: Path
) -> None:
    stack, ledger = house.stack, Ledger(DEADLINE_SECONDS + SLACK_SECONDS)
    assert isinstance(stack, OlderStack)
    found_callers(house, ledger, CALLERS, seed=7)
    databases = house.databases()
    before = checker.existing(databases)
    load = Load(house.callers, pause=0.2)
    load.start()
    await_answers(ledger, ENOUGH)

    seen = Counter(ledger.answers)
    assert stack.carry_out("migrate") == 0, stack.log()
    await_answers(ledger, ENOUGH)
    assert refusals(ledger.answers - seen) == {}, "the version before serves on while and after its databases change"

    for name in (*sorted(stack.processes.keys() - {"gateway"}), "gateway"):
        stack.upgrade(name)
        await_answers(ledger, 1)
    stack.wait_until_ready()
    await_answers(ledger, ENOUGH)

    load.finish(LONGEST_CALM_SECONDS)
    assert load.failures == []
    handlers = handlers_of_then(stack.older, handlers_by_service(tmp_path))
    assert settled(stack.url, databases, heard_by(handlers)) == ""
    assert stack.carry_out("reports", "rebuild") == 0, "reports on what was there before"
    assert settled(stack.url, databases) == "", "what is heard since is heard up to its end"
    assert stack.carry_out("copies", "learn") == 0, "what the version before did not keep of customers"
    checks = checks_of(databases, ledger, before, tmp_path, handlers, REPLICAS)
    assert findings_of_a_still_house(stack.url, databases, checks) == []
    for database in databases.values():
        database.close()


def test_one_process_on_the_data_of_the_version_before_has_all_of_it_and_goes_on(tmp_path: Path) -> None:
    if "embedded" not in PROFILES:
        pytest.skip("only the embedded profile is one process")
    if (commit := commit_of_before()) is None:
        pytest.skip("this checkout has no history; the version before cannot be had")
    older = lay_out(commit, tmp_path / "older")
    stack = OlderStack(older, tmp_path, {}, profile="embedded")
    stack.start()
    try:
        admin = stack.client()
        lead = admin.post("/v1/leads", {"name": "Ada", "company": "Engines"})
        customer = admin.post("/v1/customers", {"name": "Babbage"})
        before = columns_in(tmp_path / "data")
        stack.upgrade("up")
        assert demanding(before, columns_in(tmp_path / "data")) == []
        kept = admin.get(f"/v1/leads/{lead['id']}")
        assert {name: kept[name] for name in lead} == lead
        unchanged = {"If-Match": f'"{customer["version"]}"'}
        changed = admin.patch(f"/v1/customers/{customer['id']}", {"city": "London"}, headers=unchanged)
        assert (changed["city"], changed["version"]) == ("London", customer["version"] + 1)
    finally:
        stack.stop()


def settled(url: str, databases: Databases, heard: Heard | None = None) -> str:
    """What does not come to rest in time, or nothing."""
    calm = eventually(lambda: not unrest(url, databases, heard), SETTLED_SECONDS)
    return "" if calm else unrest(url, databases, heard)


def await_answers(ledger: Ledger, many: int) -> None:
    """Until so many more requests were granted."""
    wanted = granted(ledger.answers) + many
    assert eventually(lambda: granted(ledger.answers) >= wanted, SETTLED_SECONDS), ledger


def granted(answers: Counter[str]) -> int:
    return sum(many for status, many in answers.items() if status.startswith("2"))


def refusals(answers: Counter[str]) -> dict[str, int]:
    """Those that say that something is broken or away."""
    return {status: many for status, many in answers.items() if status == "cut" or status.startswith("5")}
