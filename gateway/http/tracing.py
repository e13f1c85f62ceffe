"""The W3C trace context of one request: taken from the caller or begun here, passed on and echoed."""

import re
import secrets
from dataclasses import dataclass

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})")


@dataclass(frozen=True)
class Trace:
    trace_id: str
    span_id: str
    flags: str = "01"

    @property
    def traceparent(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


def begin_trace(traceparent: str | None) -> Trace:
    """Our span in the caller's trace; a new trace when there is none or it is malformed."""
    found = _TRACEPARENT.fullmatch(traceparent or "")
    span_id = secrets.token_hex(8)
    return Trace(found[1], span_id, found[2]) if found else Trace(secrets.token_hex(16), span_id)
