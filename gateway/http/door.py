"""What every request at the door shares: settings, bus, access, limits, keys in flight and the table of routes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from gateway.http.idempotency import InFlight
from gateway.http.limits import Limiter, Rate
from gateway.http.operations import lists_of
from gateway.http.overload import Bulkheads, Lanes
from gateway.http.ports import Access, Broadcasts, Bus, DoorSettings
from gateway.http.readiness import Readiness
from gateway.http.routes import Lane, Route, Routes
from gateway.http.wakes import Wakes

EXTENSION = "tenon"


@dataclass(frozen=True)
class Description:
    """The API as it was described when custom fields had last changed in this version."""

    version: int
    content: bytes


@dataclass
class Door:
    settings: DoorSettings
    bus: Bus
    access: Access
    groups: tuple[Routes, ...]
    table: Mapping[str, Route]
    rates: Mapping[Lane, Rate]
    limiter: Limiter = field(default_factory=Limiter)
    in_flight: InFlight = field(default_factory=InFlight)
    broadcasts: Broadcasts | None = None
    most_streams: int = 5
    descriptions: dict[str, Description] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.readiness = Readiness(self.bus)  # past the bulkheads: how a service is must be told when it is full, too
        self.lanes = Lanes(self.settings)
        self.bus = Bulkheads(self.bus, self.lanes.services)
        self.lists = lists_of(self.table.values())
        self.wakes = Wakes(self.broadcasts, self.most_streams)


def current_door() -> Door:
    return cast(Door, current_app.extensions[EXTENSION])
