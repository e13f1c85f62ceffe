"""One person at the sales service: calls through the door that name a version, a key, or another reach than usual."""

from dataclasses import dataclass, replace
from typing import Any

from services.sales.service import SalesService
from shared.actor import Actor, Reach
from shared.call import Call
from shared.persistence.database import Database
from shared.persistence.platform import OrgPersonReplica, StoredEvent
from shared.signing import sign_actor
from tests.sales.branches import SETTINGS, Branches, open_branches

GONE = "00000000-0000-7000-8000-0000000000ff"
"""The id of somebody who has left. Fixed, as `NOBODY` is, so that tests bear the same names in every run."""

NOBODY = "00000000-0000-7000-8000-0000000000ee"
"""An id that nothing and nobody has."""


@dataclass(frozen=True)
class Desk:
    """`desk.create_lead(request={…})` calls as the person would, in this process."""

    database: Database
    who: Actor
    key: str | None = None
    job: str | None = None

    def __getattr__(self, rpc: str) -> Any:
        service = SalesService()
        service.database = self.database
        service.settings = SETTINGS
        token = sign_actor(self.who, SETTINGS.secret)
        service.call = Call(
            actor_token=token, idempotency_key=self.key, fingerprint=f"{rpc} by {self.key}", correlation_id=self.job
        )
        return getattr(service, rpc)

    def keyed(self, key: str) -> "Desk":
        """The same person repeating one request."""
        return replace(self, key=key)

    def in_job(self, job_id: str) -> "Desk":
        """What the gateway's jobs, and their undos, do for the same person."""
        return replace(self, job=job_id)

    def expecting(self, version: int) -> "Desk":
        """The same person naming the version to be changed, as If-Match does."""
        return replace(self, who=replace(self.who, expects_version=version))

    def seeing(self, *sight: Reach) -> "Desk":
        """The same person who may read further than this right lets change."""
        return replace(self, who=replace(self.who, sight=frozenset(sight)))

    def reaching(self, *reaches: Reach) -> "Desk":
        """The same person with other reaches of the right."""
        return replace(self, who=replace(self.who, reaches=frozenset(reaches), sight=frozenset(reaches)))


@dataclass(frozen=True)
class Office:
    """The branches at work; `office("nils")` is the desk of Nils."""

    branches: Branches

    def __call__(self, login: str) -> Desk:
        return Desk(self.branches.database, self.branches.people[login])

    def person(self, login: str) -> str:
        return self.branches.people[login].user_id

    def unit(self, code: str) -> str:
        return self.branches.units[code]

    def events(self, subject: str) -> list[StoredEvent]:
        return self.branches.events(subject)


def open_office(database: Database) -> Office:
    """The branches, and one person more: somebody who has left."""
    office = Office(open_branches(database))
    with database.write() as session:
        left = {"login": "gone", "name": "Gone", "path": "/1/9/", "active": False}
        session.add(OrgPersonReplica(id=GONE, unit_id=office.unit("SOUTH"), **left))
    return office
