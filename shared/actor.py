"""Who is calling and how far they may reach, as the gateway decided it for this one call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Reach(StrEnum):
    """How far a right extends over records that have an owner and a unit.

    `customer` is for people of a customer: it extends over what belongs to that customer, whoever looks after it.
    """

    OWN = "own"
    SUBORDINATES = "subordinates"
    UNIT = "unit"
    SUBTREE = "subtree"
    CUSTOMER = "customer"
    ALL = "all"


@dataclass(frozen=True)
class Opened:
    """One record that is shared with the caller, or one territory with all that is placed there."""

    noun: str
    record_id: str
    may_write: bool


class Openings:
    """What is shared with a caller: looked up when it is asked for, and not again in the same call.

    No `cached_property`: of these, one lock of the whole process lets a single caller look at a time. Who held it and
    waited for a connection waited for another who held the connection and waited for the lock.
    """

    def __init__(self, look: Callable[[], tuple[Opened, ...] | None]) -> None:
        self._look = look
        self._found: tuple[tuple[Opened, ...] | None] | None = None

    @property
    def found(self) -> tuple[Opened, ...] | None:
        if self._found is None:
            self._found = (self._look(),)
        return self._found[0]


@dataclass(frozen=True)
class Actor:
    """The caller of one call.

    `reaches` is how far the right of this route extends (the union of what the person's groups grant);
    `sight` is how far the same noun's read right extends, which decides between "forbidden" and "not found".
    `unit_path` and `person_path` are materialised paths of node numbers ("/1/4/") of the caller's unit and of the
    caller in the chain of superiors. `org_version` is the version of the organisation this was decided on: a service
    whose replica is older must catch up first. `expects_version` carries If-Match. `opened` is what this service has
    shared with the caller, or how to look that up; None where nobody can.
    `customer_id` is the customer that the caller belongs to. `fields` are the only fields of this noun that are open to
    the caller, None where all are; then `closed` are those that ask for a right of their own which the caller lacks
    (`shared.field_limits`).
    `credential_id` is the token or session by which the caller was admitted; `scopes` are the patterns of rights that
    it was narrowed to, None where it was not.
    """

    user_id: str
    login: str
    name: str
    unit_id: str
    unit_path: str
    person_path: str
    right: str
    reaches: frozenset[Reach]
    sight: frozenset[Reach] = field(default=frozenset())
    org_version: int = 0
    expects_version: int | None = None
    opened: tuple[Opened, ...] | Openings | None = None
    customer_id: str | None = None
    fields: frozenset[str] | None = None
    closed: frozenset[str] = frozenset()
    credential_id: str | None = None
    scopes: tuple[str, ...] | None = None

    def shared_records(self) -> tuple[Opened, ...] | None:
        """What is shared with the caller; None where it is not known or too much to name one by one."""
        return self.opened.found if isinstance(self.opened, Openings) else self.opened

    @property
    def is_system(self) -> bool:
        return self.user_id == SYSTEM_ID


SYSTEM_ID = "00000000-0000-7000-8000-000000000000"
ANONYMOUS_ID = "00000000-0000-7000-8000-000000000001"


def system_actor(service: str) -> Actor:
    """The actor of a service's own work (event handlers, timers): sees every record of its own service."""
    everything = frozenset({Reach.ALL})
    return Actor(
        SYSTEM_ID, f"system:{service}", f"{service} service", SYSTEM_ID, "", "", "system", everything, everything
    )
