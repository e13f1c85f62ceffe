"""What a scope compares records with: the caller's own person, unit, paths, customer and day."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, bindparam

from shared.actor import Actor
from shared.clock import today
from shared.persistence.paths import nodes_on
from shared.persistence.types import Id


class Terms(NamedTuple):
    """The caller's values, or in `NAMED` the parameters that stand for them in a statement built once for everybody.

    A path and what lies beyond all that begins with it bound a range of an index; nothing lies below the empty path.
    """

    user_id: Any
    unit_id: Any
    person_path: Any
    beyond_person_path: Any
    unit_path: Any
    beyond_unit_path: Any
    nodes_above: Any
    customer_id: Any
    today: Any


def terms_of(actor: Actor) -> Terms:
    day: date = today()
    above = nodes_on(actor.unit_path)
    return Terms(
        actor.user_id,
        actor.unit_id,
        actor.person_path,
        _beyond(actor.person_path),
        actor.unit_path,
        _beyond(actor.unit_path),
        above,
        actor.customer_id,
        day,
    )


def _beyond(path: str) -> str:
    return path + chr(0x10FFFF) if path.endswith("/") else path


NAMED = Terms(
    user_id=bindparam("user_id", type_=Id),
    unit_id=bindparam("unit_id", type_=Id),
    person_path=bindparam("person_path"),
    beyond_person_path=bindparam("beyond_person_path"),
    unit_path=bindparam("unit_path"),
    beyond_unit_path=bindparam("beyond_unit_path"),
    nodes_above=bindparam("nodes_above", expanding=True),
    customer_id=bindparam("customer_id", type_=Id),
    today=bindparam("today", type_=Date),
)
