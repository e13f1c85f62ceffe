"""A process as it is enforced: its states and the steps between them. What the charts are drawn from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

State = TypeVar("State", bound=StrEnum)

BY_PEOPLE = "people"
BY_SYSTEM = "system"


@dataclass(frozen=True, order=True)
class Step:
    """One allowed transition; `by` says whether people take it or the system does."""

    verb: str
    source: str
    target: str
    by: str = BY_PEOPLE


@dataclass(frozen=True)
class Process:
    """`name` is the plural noun of its records, as in their addresses. The first state is where a record begins."""

    name: str
    states: tuple[str, ...]
    steps: tuple[Step, ...]


def process_of(
    name: str,
    states: type[State],
    transitions: Mapping[str, Mapping[State, State]],
    told: Iterable[tuple[str, State, State]] = (),
) -> Process:
    """The process that a table of transitions enforces; `told` are the steps that other services' words lead to."""
    by_people = [
        Step(verb, source.value, target.value)
        for verb, steps in transitions.items()
        for source, target in steps.items()
    ]
    by_system = [Step(verb, source.value, target.value, BY_SYSTEM) for verb, source, target in told]
    return Process(name, tuple(state.value for state in states), (*by_people, *by_system))
