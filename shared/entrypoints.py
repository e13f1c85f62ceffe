"""The door every RPC and event handler goes through, as a base class of the services."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.bus.extensions import BusProvider, CallProvider, DatabaseProvider, SecretProvider
from shared.door import joined
from shared.organisation import catch_up


class Entrypoints:
    """Mixed into each service. Nameko makes one instance a call and fills the four providers."""

    database = DatabaseProvider()
    call = CallProvider()
    bus = BusProvider()
    secret = SecretProvider()

    actor: Actor
    session: Session | None = None

    @contextmanager
    def work(self) -> Iterator[Session]:
        """Run one call as one transaction.

        Commits here and not in a Nameko `worker_result` hook: Nameko replies to
        the caller before that hook runs, so a failed commit would look like success.
        """
        with joined(self) as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Run one question on one consistent picture of the database; nothing it does is saved."""
        with self.database.read() as session:
            yield session

    def catch_up(self, version: int) -> None:
        """Make the replica of the organisation at least as new as the actor's scope."""
        catch_up(self.database, self.bus, version)
