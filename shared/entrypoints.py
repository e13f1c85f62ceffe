"""The door every RPC and event handler goes through, as a base class of the services."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, cast

from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.bus.extensions import BusProvider, CallProvider, DatabaseProvider, ServiceBus, SettingsProvider
from shared.call import Call
from shared.door import answer_call, joined
from shared.organisation import catch_up
from shared.persistence.database import Database
from shared.settings import Settings


class Entrypoints:
    """Mixed into each service. Nameko makes one instance a call and fills the four providers."""

    name: ClassVar[str]

    database = cast(Database, DatabaseProvider())
    call = cast(Call, CallProvider())
    bus = cast(ServiceBus, BusProvider())
    settings = cast(Settings, SettingsProvider())

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

    def answer_call(self, method: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Run one RPC method through the door (`shared.door`); `@rpc` sends every call here."""
        return answer_call(self, lambda: method(self, *args, **kwargs))

    def secret(self) -> str:
        return self.settings.secret

    def catch_up(self, version: int) -> None:
        """Make the replica of the organisation at least as new as the actor's scope."""
        catch_up(self.database, self.bus, version)
