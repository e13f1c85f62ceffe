"""Letting an organisation be older than the test: what no call may do."""

from datetime import timedelta

from sqlalchemy import inspect, select, update

from gateway.groups.model import GrantTerm, MemberTerm
from gateway.org_units.model import UnitPlace
from gateway.people.model import Membership, Placement
from shared.persistence.database import Database

DATED = (UnitPlace, Membership, Placement, MemberTerm, GrantTerm)


def age(database: Database, days: int) -> None:
    """Let all that the dated rows tell have happened so many days earlier."""
    earlier = timedelta(days=days)
    with database.write() as session:
        for model in DATED:
            keys = inspect(model).primary_key
            for row in session.execute(select(*keys, model.since.label("begun"), model.until.label("ended"))).all():
                ended = None if row.ended is None else row.ended - earlier
                this = [key == value for key, value in zip(keys, row, strict=False)]
                session.execute(update(model).where(*this).values(since=row.begun - earlier, until=ended))
