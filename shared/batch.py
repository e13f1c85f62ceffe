"""Many calls answered as one: one transaction, in which each call stands or falls by itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from shared.bus.refused import to_wire
from shared.call import Call
from shared.contracts.payload import Payload
from shared.door import AlreadyExists, Doorway, joining, misshapen, once_in, within_limits
from shared.errors import Refusal
from shared.persistence.database import is_passing
from shared.signing import verify_actor

MOST_CALLS = 100

_log = structlog.get_logger(__name__)

Method = Callable[..., Any]


def answer_batch(host: Doorway, session: Session, calls: Sequence[Payload], find: Callable[[str], Method]) -> Payload:
    """Each call's `answer`, or its `refusal` as it crosses the bus.

    A call has a `method`, its `arguments`, the signed `actor` who may make it, and perhaps a `key` with a
    `fingerprint`, as the context of a single call has them. Only what failed for the moment fails them all.
    """
    told = [_answered(host, session, call, find) for call in calls[:MOST_CALLS]]
    return {"answers": told}


def _answered(host: Doorway, session: Session, told: Payload, find: Callable[[str], Method]) -> Payload:
    actor = verify_actor(told["actor"], host.secret())
    host.actor = replace(actor, opened=host.actor.opened)
    method = find(told["method"])
    answered = partial(joining, host, session, lambda: method(host, **told["arguments"]))
    call = Call(idempotency_key=told.get("key"), fingerprint=told.get("fingerprint") or "")
    try:
        with session.begin_nested():
            answer = within_limits(host, told["arguments"], lambda: once_in(session, call, answered))
    except ValidationError as fault:
        return {"refusal": to_wire(misshapen(fault))}
    except Refusal as refusal:
        return {"refusal": to_wire(refusal)}
    except IntegrityError:
        return {"refusal": to_wire(AlreadyExists("A record with this id or unique value exists already."))}
    except DBAPIError as fault:
        if is_passing(fault):
            raise
        _log.exception("call of a batch failed", method=told["method"])
        return {"failed": True}
    except Exception:
        _log.exception("call of a batch failed", method=told["method"])
        return {"failed": True}
    return {"answer": answer, "replayed": "replayed" in call.answer_headers}
