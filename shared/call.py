"""What travels beside the arguments of one call: who calls, until when, under which key and trace."""

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    """The context of one call over the bus.

    `deadline` is in seconds since the epoch. `idempotency_key` names the caller's request once and for all and
    `fingerprint` its content; both are hashes made by the gateway. `address` is the network address that the request
    came from, and `channel` the way on which the customer's word reached us (`shared.contracts.channels`), where that
    was told. `answer_headers` go back beside the answer.
    """

    actor_token: str | None = None
    deadline: float | None = None
    idempotency_key: str | None = None
    fingerprint: str = ""
    traceparent: str | None = None
    correlation_id: str | None = None
    address: str | None = None
    channel: str | None = None
    answer_headers: dict[str, str] = field(default_factory=dict, compare=False)

    def seconds_left(self, otherwise: float = 10.0) -> float:
        return otherwise if self.deadline is None else self.deadline - time.time()
