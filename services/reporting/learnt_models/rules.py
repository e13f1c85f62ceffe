"""For whom what was learnt is kept, and for how long, in plain Python: no database, no wire, no clock."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from shared.actor import Actor, Reach

HELD = timedelta(minutes=2)
"""So long a process holds a model that it learns; then another takes it up."""
A_DAY = timedelta(days=1)
OLDEST = timedelta(days=2)
"""What the timer did not renew for so long is not told any more."""
FEW = 1_000
"""From so few records it is learnt anew with each change: that costs little, and one record may say much."""
DRIFT = 50
"""Of more, once one record in so many has changed."""
SELDOM = timedelta(minutes=15)
"""What drifts is learnt anew so often at most."""
IN_USE = timedelta(days=1)
"""What nobody asked for so long is not renewed."""
MOST_KEPT = 500
"""Beyond so many, those go that were asked for least lately."""
HEX = 16
REBUILDING = "rebuilding"
"""Heard while facts are made anew: what is learnt then is of some of them only."""


class Verdict(StrEnum):
    """`due` may be told still, and is learnt anew beside the calls."""

    CURRENT = "current"
    DUE = "due"
    USELESS = "useless"


@dataclass(frozen=True)
class Sight:
    """How far a caller sees by owner and by unit: nothing else of the caller decides what is learnt. What the reaches
    do not look at is None, so that callers who see the same have the same sight.
    """

    reaches: tuple[str, ...]
    user_id: str | None = None
    unit_id: str | None = None
    unit_path: str | None = None
    person_path: str | None = None

    @property
    def is_everything(self) -> bool:
        return Reach.ALL in self.reaches


@dataclass(frozen=True)
class Age:
    """What of a kept model decides whether it is told. `heard` is how far each log was that it depends on."""

    learnt_at: datetime
    records: int
    heard: Mapping[str, int]
    org_version: int
    is_outdated: bool


@dataclass(frozen=True)
class Present:
    at: datetime
    heard: Mapping[str, int]
    org_version: int


def sight_of(actor: Actor) -> Sight:
    """What is shared with the caller one by one, or placed in territories, is not in it."""
    reaches = set(actor.reaches) - {Reach.CUSTOMER}
    if Reach.ALL in reaches:
        return Sight((str(Reach.ALL),))
    if Reach.SUBTREE in reaches and actor.unit_path:
        reaches.discard(Reach.UNIT)
    if Reach.SUBORDINATES in reaches and actor.person_path:
        reaches.discard(Reach.OWN)
    return Sight(
        tuple(sorted(map(str, reaches))),
        actor.user_id if Reach.OWN in reaches else None,
        actor.unit_id if Reach.UNIT in reaches else None,
        actor.unit_path if Reach.SUBTREE in reaches else None,
        actor.person_path if Reach.SUBORDINATES in reaches else None,
    )


def key_of(kind: str, sight: Sight, asked: Mapping[str, str | int | bool | None]) -> str:
    """The same for the same question of whoever sees the same."""
    told = [kind, list(sight.reaches), sight.user_id, sight.unit_id, sight.unit_path, sight.person_path]
    return sha256(json.dumps([*told, sorted(asked.items())]).encode()).hexdigest()


def judge(age: Age, sight: Sight, present: Present, changed: Callable[[int], int], *, thoroughly: bool) -> Verdict:
    """`changed` says how many records changed since, and counts no further than it is told to; of many records it is
    asked only when there is time to be thorough.
    """
    old = present.at - age.learnt_at
    moved = not sight.is_everything and age.org_version != present.org_version
    was_partial = REBUILDING in age.heard and REBUILDING not in present.heard
    if age.is_outdated or moved or was_partial or old >= OLDEST:
        return Verdict.USELESS
    same = age.heard == present.heard
    if age.records < FEW:
        is_of_today = age.learnt_at.date() == present.at.date()
        return Verdict.CURRENT if is_of_today and (same or not changed(1)) else Verdict.USELESS
    if old >= A_DAY:
        return Verdict.DUE
    many = max(age.records // DRIFT, 1)
    if same or not thoroughly or old < SELDOM or changed(many) < many:
        return Verdict.CURRENT
    return Verdict.DUE


def ends_for(records: int, most: int) -> int:
    """By how many digits the ids must end alike so that no more than about `most` of the records are taken."""
    digits = 0
    while records > most * HEX**digits:
        digits += 1
    return digits


def paths_above(path: str) -> list[str]:
    """Those that lead to a place, itself included: "/1/4/" is "/1/" and "/1/4/"."""
    nodes = [node for node in path.split("/") if node]
    return [f"/{'/'.join(nodes[:end])}/" for end in range(1, len(nodes) + 1)]


def left(before: Iterable[str], after: Iterable[str]) -> list[str]:
    return sorted(set(before) - set(after))
