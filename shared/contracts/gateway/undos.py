"""What is said on the wire about undos: a job that is taken back, record by record."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from shared.contracts.events import Changes, Event
from shared.contracts.marketing import campaigns
from shared.contracts.sales import contacts, customers, leads, opportunities

UNDO = "gateway.job:undo"

RIGHTS = {UNDO: "Take one's own imports and bulks back; each noun needs a right of its own"}


@dataclass(frozen=True)
class Undoable:
    """Which call takes back what a job did to records of a noun, and by which right."""

    service: str
    rpc: str
    right: str


NOUNS: Mapping[str, Undoable] = MappingProxyType(
    {
        "customers": Undoable("sales", "undo_customers", customers.UNDO),
        "contacts": Undoable("sales", "undo_contacts", contacts.UNDO),
        "leads": Undoable("sales", "undo_leads", leads.UNDO),
        "opportunities": Undoable("sales", "undo_opportunities", opportunities.UNDO),
        "campaigns": Undoable("marketing", "undo_campaigns", campaigns.UNDO),
    }
)


@dataclass(frozen=True)
class UndoEvent(Event):
    """What each event about an undo tells: how it stands now, and what changed."""

    read_by: ClassVar[str | None] = "gateway.job:read"

    undo_id: str
    job_id: str
    noun: str
    status: str
    total: int
    done: int
    undone: int
    changes: Changes


@dataclass(frozen=True)
class UndoStarted(UndoEvent):
    type: ClassVar[str] = "gateway.undo.started"


@dataclass(frozen=True)
class UndoFinished(UndoEvent):
    """Every record was taken back or, because it was changed since or is in use, left as it is."""

    type: ClassVar[str] = "gateway.undo.finished"


@dataclass(frozen=True)
class UndoFailed(UndoEvent):
    """It could not go on; asked for again, it goes on from there."""

    type: ClassVar[str] = "gateway.undo.failed"
