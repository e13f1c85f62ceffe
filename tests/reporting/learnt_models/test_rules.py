"""For whom what was learnt is kept, and when it is told no more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.reporting.learnt_models.rules import (
    FEW,
    Age,
    Present,
    Verdict,
    ends_for,
    judge,
    key_of,
    left,
    paths_above,
    sight_of,
)
from shared.actor import Actor, Reach

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
AGE = Age(AT, FEW * 10, {"sales": 7}, 3, is_outdated=False)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def actor(*reaches: Reach, **more: Any) -> Actor:
    places = {"unit_id": "north", "unit_path": "/1/2/", "person_path": "/1/5/", **more}
    return Actor("nils", "nils", "Nils", right="x:y", reaches=frozenset(reaches), **places)


SUBTREE = sight_of(actor(Reach.SUBTREE))
ALL = sight_of(actor(Reach.ALL))


def judged(
    age: Age, after: timedelta, changed: int = 0, thoroughly: bool = True, sight: Any = SUBTREE, **now: Any
) -> str:
    present = Present(AT + after, **{"heard": {"sales": 8}, "org_version": 3, **now})
    return str(judge(age, sight, present, lambda most: min(changed, most), thoroughly=thoroughly))


def test_who_sees_the_same_has_the_same_key_and_nobody_else() -> None:
    same = [sight_of(actor(Reach.SUBTREE)), sight_of(actor(Reach.SUBTREE, Reach.UNIT, person_path="/1/6/"))]
    assert len({key_of("k", sight, {}) for sight in same}) == 1
    others = [
        ALL,
        sight_of(actor(Reach.SUBTREE, unit_path="/1/3/")),
        sight_of(actor(Reach.UNIT)),
        sight_of(actor(Reach.OWN)),
    ]
    others += [sight_of(actor(Reach.SUBORDINATES)), sight_of(actor(Reach.SUBTREE, Reach.OWN)), sight_of(actor())]
    assert len({key_of("k", sight, {}) for sight in [*others, SUBTREE]}) == len(others) + 1
    assert sight_of(actor(Reach.ALL, Reach.OWN)) == ALL
    assert key_of("k", ALL, {"a": 1, "b": None}) == key_of("k", ALL, {"b": None, "a": 1}) != key_of("k", ALL, {"a": 2})
    assert sight_of(actor(Reach.SUBORDINATES, Reach.OWN, person_path="")).user_id == "nils"


def test_what_left_the_sight_or_moved_with_the_organisation_is_not_told() -> None:
    assert judged(replace(AGE, is_outdated=True), HOUR) == Verdict.USELESS
    assert judged(AGE, HOUR, org_version=4) == Verdict.USELESS
    assert judged(AGE, HOUR, org_version=4, sight=ALL) == Verdict.CURRENT
    assert judged(replace(AGE, heard={"rebuilding": 1}), HOUR) == Verdict.USELESS
    assert judged(AGE, HOUR, heard={"rebuilding": 1}) == Verdict.CURRENT


@pytest.mark.parametrize(
    ("after", "changed", "thoroughly", "expected"),
    [
        (HOUR, 199, True, Verdict.CURRENT),
        (HOUR, 200, True, Verdict.DUE),
        (HOUR, 200, False, Verdict.CURRENT),
        (HOUR / 5, 200, True, Verdict.CURRENT),
        (DAY, 0, False, Verdict.DUE),
        (2 * DAY, 0, False, Verdict.USELESS),
    ],
)
def test_many_records_are_learnt_anew_by_drift_or_within_a_day(
    after: timedelta, changed: int, thoroughly: bool, expected: str
) -> None:
    assert judged(AGE, after, changed, thoroughly) == expected


def test_few_records_are_learnt_anew_with_each_change_and_each_day() -> None:
    few = replace(AGE, records=FEW - 1)
    assert judged(few, HOUR, 1, heard={"sales": 7}) == Verdict.CURRENT
    assert [judged(few, HOUR, changed) for changed in (0, 1)] == [Verdict.CURRENT, Verdict.USELESS]
    assert judged(few, DAY, heard={"sales": 7}) == Verdict.USELESS


def test_of_many_so_many_are_taken_that_they_stay_few() -> None:
    assert [ends_for(many, 100) for many in (0, 100, 101, 1600, 1601)] == [0, 0, 1, 1, 2]


def test_a_record_leaves_those_places_that_do_not_lead_to_where_it_is_now() -> None:
    assert left(paths_above("/1/2/4/"), paths_above("/1/3/")) == ["/1/2/", "/1/2/4/"]
    assert paths_above("") == []
