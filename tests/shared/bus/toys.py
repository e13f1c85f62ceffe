"""Three small services on the real platform: a shop announces moves of parcels, a depot and a ledger listen."""

import os
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.actor import Actor, system_actor
from shared.announce import announce
from shared.bus.envelope import current_envelope
from shared.contracts.events import Event
from shared.contracts.payload import Payload
from shared.entrypoints import Entrypoints
from shared.errors import Conflict, Fault
from shared.persistence.database import Database
from shared.persistence.naming import new_metadata
from shared.persistence.platform import PlatformBase
from shared.persistence.records import Record
from shared.persistence.types import BigSerial, Id
from shared.rpc import handles, rpc
from shared.signing import sign_actor

SECRET = "toys"


def token() -> str:
    """Signed at the moment it is used: a signed actor lives five minutes, a whole test run longer."""
    return sign_actor(system_actor("test"), SECRET)


FAILURES: Counter[str] = Counter()
"""How often the depot still fails for a place."""


class Base(DeclarativeBase):
    metadata = new_metadata()


class Parcel(Record, Base):
    __tablename__ = "parcels"

    place: Mapped[str] = mapped_column(String(80))


class Effect(Base):
    """What a handler did; nothing here forbids doing it twice, so that the bus must."""

    __tablename__ = "effects"

    id: Mapped[int] = mapped_column(BigSerial, primary_key=True, autoincrement=True)
    event_id: Mapped[str] = mapped_column(Id)
    parcel_id: Mapped[str] = mapped_column(Id)
    place: Mapped[str] = mapped_column(String(80))
    sequence: Mapped[int] = mapped_column()


@dataclass(frozen=True)
class ParcelMoved(Event):
    type: ClassVar[str] = "toy_shop.parcel.moved"
    parcel_id: str
    place: str


@dataclass(frozen=True)
class ParcelNoted(Event):
    type: ClassVar[str] = "toy_depot.parcel.noted"
    parcel_id: str


class StillAtSea(Conflict):
    code = "still_at_sea"


class Shop(Entrypoints):
    name = "toy_shop"

    @rpc
    def send_parcels(self, places: list[str]) -> Payload:
        """Make one parcel and move it from place to place, all in one transaction."""
        with self.work() as session:
            parcel = Parcel(place="", created_by=self.actor.user_id)
            for place in places:
                parcel.place = place
                session.add(parcel)
                session.flush()
                announce(session, self.actor, parcel, ParcelMoved(parcel.id, place))
            return {"id": parcel.id}

    @rpc
    def move_parcel(self, parcel_id: str, place: str) -> Payload:
        with self.work() as session:
            parcel = session.get_one(Parcel, parcel_id)
            parcel.place = place
            announce(session, self.actor, parcel, ParcelMoved(parcel.id, place))
            return {"id": parcel.id}

    @rpc
    def echo(self, **said: Any) -> Payload:
        return said

    @rpc
    def tell_call(self) -> Payload:
        self.call.answer_headers["mood"] = "good"
        return {"correlation_id": self.call.correlation_id, "key": self.call.idempotency_key}

    @rpc
    def nap(self, seconds: float) -> Payload:
        time.sleep(seconds)
        return {"instance": id(self.database)}

    @rpc
    def whoami(self, seconds: float) -> Payload:
        time.sleep(seconds)
        return {"process": os.getpid()}

    @rpc
    def refuse(self) -> Payload:
        raise StillAtSea("The ship is late.", faults=[Fault("/place", "at sea")], since=3)

    @rpc
    def explode(self) -> Payload:
        raise ZeroDivisionError("secret detail")

    @rpc
    def speak_nonsense(self) -> Payload:
        return {"thing": object()}


class Depot(Entrypoints):
    name = "toy_depot"

    @handles(ParcelMoved)
    def note_move(self, session: Session, actor: Actor, event: ParcelMoved) -> None:
        _note(session, event)
        if FAILURES[event.place] > 0:
            FAILURES[event.place] -= 1
            raise RuntimeError(f"the depot cannot take in {event.place}")

    @rpc
    def ask_shop(self, **said: Any) -> Payload:
        reply = self.bus.call("toy_shop", "tell_call", **said)
        return {"own": self.call.correlation_id, **reply.result}


class Ledger(Entrypoints):
    name = "toy_ledger"

    @handles(ParcelMoved)
    def write_down_move(self, session: Session, actor: Actor, event: ParcelMoved) -> None:
        _note(session, event)


def _note(session: Session, event: ParcelMoved) -> None:
    envelope = current_envelope.get()
    assert envelope is not None
    session.add(Effect(event_id=envelope.id, parcel_id=event.parcel_id, place=event.place, sequence=envelope.sequence))


SERVICES = (Shop, Depot, Ledger)
SUBSCRIPTIONS = {"toy_depot": (ParcelMoved,), "toy_ledger": (ParcelMoved,)}


def create_tables(database: Database) -> None:
    """Make the tables, or empty them where they are."""
    for metadata in (PlatformBase.metadata, Base.metadata):
        metadata.create_all(database.engine)
        with database.write() as session:
            for table in reversed(metadata.sorted_tables):
                session.execute(table.delete())


def effects(database: Database) -> list[Effect]:
    with database.read() as session:
        found = list(session.scalars(select(Effect).order_by(Effect.id)))
        session.expunge_all()
        return found
