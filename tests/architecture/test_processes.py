"""Whatever moves by a table of transitions has a chart, and the chart is drawn from that very table."""

import importlib
from typing import Any

import pytest

from shared.contracts.gateway.processes import KEPT_BY
from shared.processes import BY_PEOPLE, Process
from tests.architecture.tree import Aggregate, list_aggregates, list_services

Steps = frozenset[tuple[str, str, str]]


def tables() -> dict[str, Steps]:
    """The steps of each aggregate that has a table of transitions, by the name of its module."""
    found = {}
    for aggregate in list_aggregates():
        if aggregate.has("rules") and (table := _table_of(aggregate)):
            found[aggregate.module] = steps_of(table)
    return found


def _table_of(aggregate: Aggregate) -> Any:
    return getattr(importlib.import_module(f"{aggregate.module}.rules"), "TRANSITIONS", None)


def steps_of(table: Any) -> Steps:
    return frozenset((verb, str(at), str(to)) for verb, steps in table.items() for at, to in steps.items())


def charts(service: str) -> tuple[Process, ...]:
    """The processes that a service tells of; one without any has no `processes`."""
    if not any(aggregate.module == f"services.{service}.processes" for aggregate in list_aggregates()):
        return ()
    told: tuple[Process, ...] = importlib.import_module(f"services.{service}.processes.queries").list_processes()
    return told


def drawn(process: Process) -> Steps:
    return frozenset((step.verb, step.source, step.target) for step in process.steps if step.by == BY_PEOPLE)


def find_undrawn(tables: dict[str, Steps], drawn: set[Steps]) -> list[str]:
    """The aggregates of whose steps there is no chart."""
    return sorted(module for module, steps in tables.items() if steps not in drawn)


def test_every_table_of_transitions_is_drawn() -> None:
    assert len(tables()) >= len(KEPT_BY)
    assert find_undrawn(tables(), {drawn(chart) for service in list_services() for chart in charts(service)}) == []


def test_the_gateway_names_each_process_and_who_keeps_it() -> None:
    assert {chart.name: service for service in list_services() for chart in charts(service)} == dict(KEPT_BY)


@pytest.mark.parametrize("module", tables())
def test_an_aggregate_without_its_chart_is_found(module: str) -> None:
    others = {steps for name, steps in tables().items() if name != module}
    expected = [] if tables()[module] in others else [module]
    assert find_undrawn(tables(), others) == expected
