"""The door every RPC and event handler goes through, as a base class of the services."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from inspect import unwrap
from typing import Any, ClassVar, cast

from sqlalchemy.orm import Session

from shared import replay
from shared.actor import Actor
from shared.batch import answer_batch
from shared.bus.extensions import BusProvider, CallProvider, DatabaseProvider, ServiceBus, SettingsProvider
from shared.call import Call
from shared.contracts.payload import Payload
from shared.door import KeyedCall, answer_call, ensure_unanswered, joined, reading
from shared.following import kinds_by_type
from shared.organisation import catch_up
from shared.persistence.database import Database
from shared.rpc import keeps_limits, keeps_limits_itself, rpc
from shared.settings import Settings
from shared.signing import verify_actor


class Entrypoints:
    """Mixed into each service. Nameko makes one instance a call and fills the four providers."""

    name: ClassVar[str]

    database = cast(Database, DatabaseProvider())
    call = cast(Call, CallProvider())
    bus = cast(ServiceBus, BusProvider())
    settings = cast(Settings, SettingsProvider())

    actor: Actor
    session: Session | None = None
    keyed: KeyedCall | None = None
    tree: ClassVar[replay.Tree] = replay.REPLICA

    @contextmanager
    def work(self) -> Iterator[Session]:
        """Run one call as one transaction.

        Commits here and not in a Nameko `worker_result` hook: Nameko replies to
        the caller before that hook runs, so a failed commit would look like success.
        """
        with joined(self) as session:
            yield session

    def before_work(self) -> None:
        """Said by a call that asks other services and then does its work: one that was answered before ends here."""
        ensure_unanswered(self)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Run one question on one consistent picture of the database; nothing it does is saved."""
        with reading(self) as session:
            yield session

    @contextmanager
    def ask(self) -> Iterator[Database]:
        """Answer one question by one statement, which needs no session (`Database.ask`)."""
        yield self.database

    @rpc
    @keeps_limits
    def answer_batch(self, calls: list[Any]) -> Payload:
        """Answer many calls of one person in one transaction; the gateway's bulks come this way (`shared.batch`)."""
        with self.work() as session:
            return answer_batch(self, session, calls, self._batchable)

    @classmethod
    def _batchable(cls, name: str) -> Callable[..., Any]:
        """The method behind an RPC, which must be one and not this batch itself."""
        method = getattr(cls, name)
        if not getattr(method, "nameko_entrypoints", None) or name == "answer_batch":
            raise LookupError(f"{cls.name} has no call {name}")
        return cast(Callable[..., Any], unwrap(method))

    def answer_call(self, method: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Run one RPC method through the door (`shared.door`); `@rpc` sends every call here."""
        limited = None if keeps_limits_itself(method) else kwargs
        return answer_call(self, lambda: method(self, *args, **kwargs), arguments=limited)

    def secret(self) -> str:
        return self.settings.secret

    def catch_up(self, version: int) -> None:
        """Make the replica of the organisation at least as new as the actor's scope."""
        catch_up(self.database, self.bus, version)

    @rpc
    def tell_end_of_log(self) -> Payload:
        """For whoever follows the log of this service and wants to begin now."""
        with self.read() as session:
            return {"end": replay.end_of_log(session)}

    @rpc
    def read_log(self, ears: list[Payload], after: int, limit: int) -> Payload:
        """For the gateway and for webhooks: the next events that somebody may hear (`shared.following`)."""
        heard = self._heard(ears)
        with self.read() as session:
            told = replay.read_on(session, self.name, heard, self.tree, after, min(limit, replay.MOST_EVENTS))
        return {"data": replay.as_heard(heard, told.events), "reached": told.reached, "end": told.end}

    @rpc
    def find_events(self, ears: list[Payload], ids: list[str]) -> Payload:
        """For webhooks: those of these events that may still be heard."""
        heard = self._heard(ears)
        with self.read() as session:
            found = replay.find_events(session, self.name, heard, self.tree, ids)
        return {"data": replay.as_heard(heard, found)}

    def _heard(self, ears: list[Payload]) -> list[replay.Ear]:
        """Each right opens its own types and no others, whatever types were named with it."""
        heard = []
        for ear in ears:
            actor = verify_actor(ear["actor"], self.secret())
            named = (kinds_by_type()[name] for name in ear["types"] if name in kinds_by_type())
            opened = tuple(kind for kind in named if kind.right() == actor.right and kind.source() == self.name)
            heard.append(replay.Ear(actor, opened))
        self.catch_up(max((ear.actor.org_version for ear in heard), default=0))
        return heard
