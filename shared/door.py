"""The way through which every call reaches a service: who is it, is the organisation fresh, was it answered before."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Protocol, TypeVar, cast

from marshmallow import ValidationError
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.exc import StaleDataError

from shared import field_limits
from shared.actor import Actor, Openings, Reach
from shared.announce import channel, correlation, origin
from shared.call import Call
from shared.clock import now
from shared.contracts.faults import faults_of
from shared.errors import Conflict, Malformed, Refusal, RuleBroken, Unavailable
from shared.persistence.database import Database, OutcomeUnknown, is_passing
from shared.persistence.platform import IdempotencyKey
from shared.signing import verify_actor
from shared.visible import Ask, opened_to

TRIES = 6
FIRST_PAUSE = 0.02

INSERTS: Mapping[str, Callable[..., Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
"""By engine, an insert that is told when the row is there already: both questions in one way to the server."""

Answer = TypeVar("Answer")


class KeyReused(RuleBroken):
    """An Idempotency-Key came back with another request behind it."""

    code = "idempotency_key_reused"


class AlreadyExists(Conflict):
    """A rule of the database that no rule of ours named first: most often an id that was used before."""

    code = "already_exists"


class Doorway(Protocol):
    """What the door needs of the service instance that Nameko made for this call."""

    name: ClassVar[str]
    database: Database
    call: Call
    actor: Actor
    session: Session | None
    keyed: "KeyedCall | None"

    def secret(self) -> str: ...

    def catch_up(self, version: int) -> None: ...


def answer_call(host: Doorway, method: Callable[[], Answer], *, arguments: Mapping[str, Any] | None = None) -> Answer:
    """Run an RPC method: verify the actor, bring the organisation up to date, answer a repeated key from memory, try
    again what failed only for the moment, and turn shape errors into a `Malformed` that lists them all.

    With `arguments` a caller's limits of fields are kept (`within_limits`); a batch keeps those of each of its calls.
    """
    host.actor = verify_actor(host.call.actor_token, host.secret())
    _persistently(host, lambda: host.catch_up(host.actor.org_version))
    host.actor = _with_shares(host)
    correlation.set(host.call.correlation_id)
    origin.set(host.call.address)
    channel.set(host.call.channel)
    work = partial(_persistently, host, lambda: _once(host, method))
    try:
        return work() if arguments is None else within_limits(host, arguments, work)
    except ValidationError as fault:
        raise misshapen(fault) from fault


def misshapen(fault: ValidationError) -> Malformed:
    return Malformed("The request does not have the shape it should.", faults=faults_of(fault))


def within_limits(host: Doorway, arguments: Mapping[str, Any], work: Callable[[], Answer]) -> Answer:
    """Do the work. For a caller to whom only some fields of the noun are open, the arguments may use no other, and the
    answer shows no other. Only the service that owns the noun looks: what it asks of others on the way is no answer to
    the caller yet.
    """
    fields = field_limits.limits_of(host.actor)
    if fields is None or not host.actor.right.startswith(f"{host.name}."):
        return work()
    field_limits.ensure_open(fields, arguments)
    return field_limits.open_part(fields, work())


def _with_shares(host: Doorway) -> Actor:
    if Reach.ALL in host.actor.reaches:
        return host.actor
    return replace(host.actor, opened=Openings(partial(opened_to, host.database.ask, host.actor)))


@contextmanager
def reading(host: Doorway) -> Iterator[Session]:
    """One consistent picture for this call, on one connection: what is shared with the caller is looked up there too.
    Whoever held one and waited for a second would wait for others who do the same, until all of them gave up.
    """
    with host.database.read() as session:
        caller: Actor | None = getattr(host, "actor", None)  # what a service does at its own times nobody has called
        if caller is not None and isinstance(caller.opened, Openings):
            host.actor = replace(caller, opened=Openings(partial(opened_to, _asking(session), caller)))
        yield session


def _asking(session: Session) -> Ask:
    return lambda statement, parameters: session.connection().execute(statement, parameters)


def _persistently(host: Doorway, work: Callable[[], Answer]) -> Answer:
    for attempt in range(1, TRIES + 1):
        try:
            return work()
        except Refusal as refusal:
            if not (isinstance(refusal, OutcomeUnknown) and host.call.idempotency_key):
                raise
            last: Exception = refusal
        except (DBAPIError, StaleDataError, PoolExhausted) as fault:
            if isinstance(fault, DBAPIError) and not _worth_another_try(host, fault):
                if isinstance(fault, IntegrityError):
                    raise AlreadyExists("A record with this id or unique value exists already.") from fault
                raise
            last = fault
        pause = FIRST_PAUSE * 2**attempt
        if attempt == TRIES or host.call.seconds_left() < pause:
            break
        time.sleep(pause)
    raise Unavailable("The database is away or busy; nothing was changed.", retry_after=2) from last


def _worth_another_try(host: Doorway, fault: DBAPIError) -> bool:
    """A lost race for the same idempotency key shows as a broken unique constraint; the next try finds the answer."""
    lost_race = (
        isinstance(fault, IntegrityError) and host.call.idempotency_key and "idempotency_keys" in str(fault.orig)
    )
    return bool(lost_race) or is_passing(fault)


class AnsweredBefore(Exception):
    """The key of a call was given its answer by an earlier one."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer = answer


class KeyedCall:
    """The transaction of a call with an Idempotency-Key. It begins where the call's work does, so that what is asked of
    others before that keeps no writer waiting, and ends with the answer in it.
    """

    def __init__(self, database: Database, call: Call, transaction: ExitStack) -> None:
        self._database, self._call, self._transaction = database, call, transaction
        self._kept: IdempotencyKey | None = None

    def begin(self) -> Session:
        """Raises `AnsweredBefore`."""
        session = self._transaction.enter_context(self._database.write())
        self._kept = _keep_key(session, self._call)
        return session

    def keep(self, answer: Any) -> None:
        if self._kept is None:  # the method had nothing to write
            self.begin()
        cast(IdempotencyKey, self._kept).answer = answer


def _once(host: Doorway, work: Callable[[], Answer]) -> Answer:
    if host.call.idempotency_key is None:
        return work()
    try:
        with ExitStack() as transaction:
            host.keyed = KeyedCall(host.database, host.call, transaction)
            answer = work()
            host.keyed.keep(answer)
            return answer
    except AnsweredBefore as earlier:
        return cast(Answer, earlier.answer)
    finally:
        host.keyed = host.session = None


def once_in(session: Session, call: Call, work: Callable[[], Answer]) -> Answer:
    """The answer to a call in this transaction: the one that its key was given before, or that of `work` now."""
    if call.idempotency_key is None:
        return work()
    try:
        kept = _keep_key(session, call)
    except AnsweredBefore as earlier:
        return cast(Answer, earlier.answer)
    kept.answer = answer = work()
    return answer


def ensure_unanswered(host: Doorway) -> None:
    """For a call that asks other services before its work begins: raises `AnsweredBefore` if it need not ask."""
    if host.session is None and host.call.idempotency_key is not None:
        with host.database.read() as session:
            _ensure_new(session, host.call)


def _keep_key(session: Session, call: Call) -> IdempotencyKey:
    """The key is taken before the work begins, so that whoever comes with it meanwhile waits for the answer."""
    kept = IdempotencyKey(
        key=cast(str, call.idempotency_key), fingerprint=call.fingerprint, answer=None, created_at=now()
    )
    insert = INSERTS.get(session.get_bind().dialect.name)
    if insert is None:
        _ensure_new(session, call)
        session.add(kept)
        session.flush()
        return kept
    row = {"key": kept.key, "fingerprint": kept.fingerprint, "answer": None, "created_at": kept.created_at}
    if not session.connection().execute(insert(IdempotencyKey).values(row).on_conflict_do_nothing()).rowcount:
        _ensure_new(session, call)
        raise Unavailable("The answer that this key was given is being dropped; ask once more.", retry_after=1)
    make_transient_to_detached(kept)
    session.add(kept)
    return kept


def _ensure_new(session: Session, call: Call) -> None:
    earlier = session.get(IdempotencyKey, call.idempotency_key)
    if earlier is None:
        return
    if earlier.fingerprint != call.fingerprint:
        raise KeyReused("This Idempotency-Key was used for another request; make a new one.")
    call.answer_headers["replayed"] = "true"
    raise AnsweredBefore(earlier.answer)


def joining(host: Doorway, session: Session, work: Callable[[], Answer]) -> Answer:
    """Run what opens its unit of work itself: it joins this transaction."""
    host.session = session
    try:
        return work()
    finally:
        host.session = None


@contextmanager
def joined(host: Doorway) -> Iterator[Session]:
    """The transaction of this call: the one that keeps its idempotency key, if it has one."""
    if host.session is None and host.keyed is not None:
        host.session = host.keyed.begin()
    if host.session is not None:
        yield host.session
    else:
        with host.database.write() as session:
            yield session
