"""A reporting service that is told events through the real inbox and asked by people of two branches."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from services.reporting.persistence import Base
from services.reporting.service import ReportingService
from shared.actor import Actor, Reach
from shared.bus.container import Container
from shared.bus.envelope import Envelope
from shared.bus.handlers import handlers_of
from shared.bus.inbox import Inbox
from shared.call import Call
from shared.contracts.events import Event
from shared.contracts.sales import opportunities as deals
from shared.contracts.sales import stages
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, PlatformBase
from shared.settings import Settings
from shared.signing import sign_actor
from tests.recycling import KeptRows, keep_rows, lay_tables, put_back

UNITS = (("HQ", "/1/"), ("NORTH", "/1/2/"), ("SOUTH", "/1/3/"), ("NORTH-1", "/1/2/4/"))
PEOPLE = (
    # login, unit, path in the chain of superiors, reach
    ("helen", "HQ", "/1/", Reach.SUBTREE),
    ("nora", "NORTH", "/1/2/", Reach.SUBORDINATES),
    ("nils", "NORTH", "/1/2/3/", Reach.OWN),
    ("nina", "NORTH", "/1/2/4/", Reach.OWN),
    ("sara", "SOUTH", "/1/5/", Reach.OWN),
    ("stan", "SOUTH", "/1/6/", Reach.UNIT),
    ("olga", "NORTH-1", "/1/2/7/", Reach.OWN),
)
STAGES = (("prospecting", 10, 10), ("engaging", 20, 30), ("proposal", 30, 50), ("negotiation", 40, 75))
SUBJECTS = (
    "request_id", "quota_id", "visit_id", "activity_id", "expense_id", "order_id", "lead_id", "opportunity_id",
    "product_id", "stage_id", "customer_level_id", "contact_id", "customer_id", "territory_id",
)  # fmt: skip
"""What names the record of an event, the first that it has."""
OPENED = "2026-09-01T08:00:00+00:00"


@dataclass
class Newsroom:
    """`units` maps codes to ids, `people` logins to actors, `ids` names of deals to ids."""

    database: Database
    settings: Settings
    inbox: Inbox
    units: dict[str, str] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    position: int = 0
    log: list[Envelope] = field(default_factory=list)

    def take(self, *told: tuple[Event, int]) -> list[Envelope]:
        """Have the inbox take these events, each with its record's version, in one batch."""
        envelopes = [self.envelope(event, sequence) for event, sequence in told]
        self.log += envelopes
        self.inbox.take(envelopes)
        return envelopes

    def tell(self, *events: deals.OpportunityEvent) -> list[Envelope]:
        return self.take(*((event, event.record_version) for event in events))

    def envelope(self, event: Event, sequence: int) -> Envelope:
        self.position += 1
        data = event.data()
        return Envelope(
            id=new_id(),
            source=event.source(),
            type=event.wire_type(),
            subject=next(data[name] for name in SUBJECTS if name in data),
            sequence=sequence,
            position=self.position,
            time=datetime(2026, 11, 20, 12, 0, self.position % 60, tzinfo=UTC).isoformat(),
            org_unit=None,
            actor=new_id(),
            actor_name="Somebody",
            correlation_id=None,
            causation_id=None,
            data=data,
        )

    def ask(self, who: str, rpc: str, **query: Any) -> Any:
        """Ask for a report as this person would."""
        return getattr(self._service(who), rpc)(query=query)

    def call(self, who: str, rpc: str, **arguments: Any) -> Any:
        """Call as this person would over the bus."""
        return getattr(self._service(who), rpc)(**arguments)

    def report(self, who: str, report: str, rpc: str = "get_report", **query: Any) -> Any:
        """Ask for a report of the catalogue."""
        return getattr(self._service(who), rpc)(report=report, query=query)

    def ask_for(self, who: str, report: str, rpc: str, more: Any, **query: Any) -> Any:
        """Ask for a report as a file, with what such a call takes besides."""
        return getattr(self._service(who), rpc)(report=report, query=query, **more)

    def _service(self, who: str) -> ReportingService:
        service = ReportingService()
        service.database, service.settings = self.database, self.settings
        service.call = Call(actor_token=sign_actor(self.people[who], self.settings.secret))
        return service

    def event(self, kind: type[Event], name: str, owner: Any = "nils", version: Any = 1, **facts: Any) -> Any:
        """An event about the deal of this name, as the sales service would tell it."""
        stage = facts.get("stage", "prospecting")
        told = {
            "opportunity_id": self.ids.setdefault(name, new_id()),
            "record_version": version,
            "number": f"OP-{name}",
            "name": name,
            "stage": stage,
            "status": stage if stage in stages.OUTCOMES else "open",
            "amount": "1000.00",
            "currency": "USD",
            "probability": {**{code: rate for code, _, rate in STAGES}, "won": 100, "lost": 0}.get(stage, 10),
            "probability_overridden": False,
            "customer_id": None,
            "customer_name": None,
            "product_id": None,
            "product_name": None,
            "channel": "direct",
            "owner_id": self.people[owner].user_id,
            "org_unit_id": self.people[owner].unit_id,
            "expected_close_date": None,
            "closed_at": None,
            "created_at": OPENED,
            "changes": {},
        }
        return kind(**{**told, **facts})

    def share(self, name: str, version: int, grantee_id: str, grantee_kind: str = "person", **more: Any) -> Any:
        facts = {"share_id": new_id(), "may_write": False, "until": None, **more}
        shared = {"grantee_id": grantee_id, "grantee_kind": grantee_kind, **facts}
        return self.event(deals.OpportunityShared, name, version=version, **shared)

    def revoke(self, name: str, version: int, grantee_id: str, **more: Any) -> Any:
        revoked = {"share_id": new_id(), "grantee_id": grantee_id, "grantee_kind": "person", **more}
        return self.event(deals.OpportunityShareRevoked, name, version=version, **revoked)

    def tell_of_stages(self) -> None:
        self.take(*((stage_event(stages.StageDefined, code, position, rate), 1) for code, position, rate in STAGES))


def stage_event(kind: Any, code: str, position: int, rate: int, **more: Any) -> Any:
    told = {"stage_id": new_id(), "code": code, "name": code.capitalize(), "position": position}
    return kind(**told, success_rate=rate, exit_criteria=[], changes={}, **more)


def open_newsroom(database: Database) -> Newsroom:
    lay_tables(database, PlatformBase.metadata, Base.metadata)
    room = _at_work_on(database)
    room.inbox.prepare()
    with database.write() as session:
        for node, (code, path) in enumerate(UNITS, start=1):
            room.units[code] = new_id()
            session.add(
                OrgUnitReplica(id=room.units[code], node=node, path=path, kind="branch", code=code, name=code.title())
            )
        for login, unit, path, reach in PEOPLE:
            room.people[login] = _actor(login, room.units[unit], dict(UNITS)[unit], path, reach)
            person = OrgPersonReplica(id=room.people[login].user_id, login=login, name=login.title(), path=path)
            person.unit_id, person.node = room.units[unit], int(path.split("/")[-2])
            session.add(person)
    return room


@dataclass(frozen=True)
class _Kept:
    """A newsroom as it was when it had been told all that its tests begin with."""

    rows: KeptRows
    units: dict[str, str]
    people: dict[str, Actor]
    ids: dict[str, str]
    position: int
    log: list[Envelope]
    told: Any


_kept: dict[tuple[str, Callable[[Newsroom], Any]], _Kept] = {}
"""By engine, and by what they were told: telling it each test anew cost most of them more than what they are about."""


def told_newsroom(database: Database, tell: Callable[[Newsroom], Any]) -> tuple[Newsroom, Any]:
    """A newsroom in an empty database that knows the stages and was told whatever `tell` tells it; and what `tell`
    returned, the same each time.
    """
    kept = _kept.get((database.dialect, tell))
    if kept is None:
        room = open_newsroom(database)
        room.tell_of_stages()
        told = tell(room)
        facts = (room.units, room.people, room.ids, room.position, room.log, told)
        _kept[database.dialect, tell] = _Kept(keep_rows(database), *deepcopy(facts))
        return room, told
    put_back(database, kept.rows, PlatformBase.metadata, Base.metadata)
    room = _at_work_on(database)
    room.units, room.people, room.ids = dict(kept.units), dict(kept.people), dict(kept.ids)
    room.position, room.log = kept.position, list(kept.log)
    return room, deepcopy(kept.told)


def _at_work_on(database: Database) -> Newsroom:
    settings = Settings(databases=(("reporting", database.url),), secret="a secret for tests")
    container = Container(ReportingService, {"settings": settings, "client": None})
    container.start()
    container.stop_timers()
    return Newsroom(database, settings, Inbox("reporting", database, handlers_of(container), (0.0,)))


def _actor(login: str, unit_id: str, unit_path: str, path: str, reach: Reach) -> Actor:
    reaches = frozenset({reach})
    return Actor(new_id(), login, login.title(), unit_id, unit_path, path, "reporting.test:read", reaches, reaches)
