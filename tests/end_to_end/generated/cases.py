"""Requests that schemathesis makes from the description: some as it wants them, some that it must not take."""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, BaseSchema, Case, GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import REQUEST_SHAPE_PROBES, CoveragePhaseData, FuzzingPhaseData

_COOKIE = ParameterLocation.COOKIE

SEED = 20
"""All is drawn from it: the same description brings the same requests."""


@dataclass(frozen=True)
class Bounds:
    """How many requests an operation gets at most, of each kind: values at the boundaries of what the schema allows,
    drawn from the first `horizon` of them, and values made at random.
    """

    accepted_boundaries: int
    refused_boundaries: int
    accepted_random: int
    refused_random: int
    horizon: int


def read_description(document: Any) -> BaseSchema:
    return schemathesis.openapi.from_dict(document)


def operations_of(schema: BaseSchema) -> list[APIOperation]:
    return [operation.ok() for operation in schema.get_all_operations()]


def cases_of(schema: BaseSchema, operation: APIOperation, bounds: Bounds) -> Iterator[Case]:
    """Those that the description lets in come first."""
    accepted, refused = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
    yield from _boundaries(schema, operation, accepted, bounds.accepted_boundaries, bounds.horizon)
    yield from _random(operation, accepted, bounds.accepted_random)
    yield from _boundaries(schema, operation, refused, bounds.refused_boundaries, bounds.horizon)
    yield from _random(operation, refused, bounds.refused_random)


def is_accepted(case: Case) -> bool:
    """Whether the description lets this request in; what the records and rules say is another matter."""
    return case.meta is not None and case.meta.generation.mode.is_positive


def _is_a_probe(case: Case) -> bool:
    """Other methods and types of content: they are no requests of the operation, and have tests of their own."""
    data = case.meta.phase.data if case.meta else None
    return isinstance(data, CoveragePhaseData) and data.scenario in REQUEST_SHAPE_PROBES


def _boundaries(
    schema: BaseSchema, operation: APIOperation, mode: GenerationMode, most: int, horizon: int
) -> list[Case]:
    every = schema.iter_coverage_cases(operation, generation_modes=[mode], generation_config=schema.config.generation)
    near = list(islice((case for case in every if not _is_a_probe(case)), horizon))
    return near if len(near) <= most else random.Random(f"{SEED} {operation.label}").sample(near, most)


def _breaks_something(case: Case) -> bool:
    """Whether schemathesis changed a part of it that is sent: sometimes it changes nothing, and the sender's token and
    the cookies are replaced in every request.
    """
    data = case.meta.phase.data if case.meta else None
    changed = data.mutations if isinstance(data, FuzzingPhaseData) else ()
    return any(one.parameter != "Authorization" and one.parameter_location is not _COOKIE for one in changed)


def _random(operation: APIOperation, mode: GenerationMode, most: int) -> list[Case]:
    made: list[Case] = []
    if not most:
        return made

    @seed(SEED)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def gather(case: Case) -> None:
        if mode.is_positive or _breaks_something(case):
            made.append(case)

    with suppress(Unsatisfiable):  # nothing that this operation takes could be refused
        gather()
    return made
