"""One anchor a day in the whole house, told outside; none while a service is away."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select

from gateway.audit import commands, rules
from gateway.audit.model import AuditAnchor
from gateway.audit.queries import EVERYBODY
from shared.actor import system_actor
from shared.errors import Unavailable
from shared.persistence.platform import StoredEvent
from tests.gateway.organisation import House

DAY = date(2026, 3, 1)
ANCHORED = "tenon.gateway.audit.anchored.v1"


@dataclass
class _Reply:
    result: Any


class _Bus:
    """Every service's chain ends at its fifth event, unless it is away."""

    def __init__(self, away: str = "") -> None:
        self.away = away

    def call(self, service: str, method: str, /, **_: Any) -> _Reply:
        if service == self.away:
            raise Unavailable(f"The {service} service is away.")
        return _Reply({"position": 5, "hash": service.ljust(64, "0")})


def anchor(house: House, folder: Path, day: date = DAY, away: str = "") -> None:
    commands.anchor_daily(house.database, _Bus(away), system_actor("gateway"), day, folder)


def anchors(house: House) -> int:
    with house.database.read() as session:
        return session.scalar(select(func.count()).select_from(AuditAnchor)) or 0


def test_a_day_has_one_anchor_and_the_next_day_another(house: House, tmp_path: Path) -> None:
    for _ in range(3):
        anchor(house, tmp_path)
    assert anchors(house) == 1
    anchor(house, tmp_path, date(2026, 3, 2))
    assert anchors(house) == 2
    lines = (tmp_path / commands.FILE).read_bytes().splitlines()
    assert [orjson.loads(line)["chains"].keys() for line in lines] == [set(EVERYBODY)] * 2
    with house.database.read() as session:
        told = session.scalars(select(StoredEvent).where(StoredEvent.type == ANCHORED)).all()
        assert len(told) == 2
        assert told[0].data["digest"] == rules.digest_of(told[0].data["chains"])


def test_of_two_gateways_that_look_at_once_one_takes_the_anchor(house: House, tmp_path: Path) -> None:
    """Both have seen that the day has none yet."""
    chains = {service: {"position": 1, "hash": "0" * 64} for service in EVERYBODY}
    taken = []
    for _ in range(2):
        with house.database.write() as session:
            taken.append(commands._anchor_day(session, system_actor("gateway"), chains, DAY))
    assert [one is None for one in taken] == [False, True]
    assert anchors(house) == 1


def test_no_anchor_is_taken_while_a_service_is_away(house: House, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        anchor(house, tmp_path, away="sales")
    assert anchors(house) == 0
    anchor(house, tmp_path)
    assert anchors(house) == 1
