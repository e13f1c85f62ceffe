"""What may happen to an inbound return, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from shared.errors import Conflict, NotFound, RuleBroken


class InboundReturnStatus(StrEnum):
    AWAITED = "awaited"
    RECEIVED = "received"
    CANCELLED = "cancelled"
    DISPUTED = "disputed"


TRANSITIONS: Mapping[str, Mapping[InboundReturnStatus, InboundReturnStatus]] = {
    "receive": {InboundReturnStatus.AWAITED: InboundReturnStatus.RECEIVED},
    "reverse": {InboundReturnStatus.DISPUTED: InboundReturnStatus.CANCELLED},
}

TOLD = (
    ("cancel", InboundReturnStatus.AWAITED, InboundReturnStatus.CANCELLED),
    ("cancel", InboundReturnStatus.RECEIVED, InboundReturnStatus.CANCELLED),
    ("dispute", InboundReturnStatus.RECEIVED, InboundReturnStatus.DISPUTED),
)
"""The steps that are taken when sales voids the return."""


class InboundReturnCannotDoThis(Conflict):
    """An inbound return is received once, and its receipt is reversed only once sales has voided the return."""

    code = "inbound_return_state_forbids"


class ReturnedLineIsUnknown(NotFound):
    """The return has no such line. `line_id` says which."""

    code = "inbound_return_line_unknown"


class MoreReceivedThanAwaited(Conflict):
    """No more comes in than the customer sent back. `awaited` says how many pieces of `line_id` that is."""

    code = "inbound_return_above_awaited"


class NothingReceived(RuleBroken):
    """A receipt says of one piece at least that it is there."""

    code = "inbound_return_is_empty"


def next_status(verb: str, status: InboundReturnStatus) -> InboundReturnStatus:
    """The state that the verb leads to; raises `InboundReturnCannotDoThis` where it leads nowhere."""
    told = {at: to for step, at, to in TOLD if step == verb}
    try:
        return {**TRANSITIONS.get(verb, {}), **told}[status]
    except KeyError:
        raise InboundReturnCannotDoThis(
            f"An inbound return that is {status} does not know the step {verb}.", status=status.value
        ) from None


def ensure_receivable(awaited: Mapping[str, int], told: Mapping[str, tuple[int, int]]) -> None:
    """`awaited` has the pieces by line, `told` how many of them are good and how many are scrapped."""
    for line_id, pieces in told.items():
        if line_id not in awaited:
            raise ReturnedLineIsUnknown(f"This return has no line {line_id}.", line_id=line_id)
        if sum(pieces) > awaited[line_id]:
            raise MoreReceivedThanAwaited(
                f"Of this line {awaited[line_id]} pieces were sent back, not {sum(pieces)}.",
                line_id=line_id,
                awaited=awaited[line_id],
            )
    _ensure_something(told.values())


def _ensure_something(told: Iterable[tuple[int, int]]) -> None:
    if not any(map(sum, told)):
        raise NothingReceived("Say of one piece at least that it is there.")
