"""A request as it goes over the wire, encoded beforehand, with what its answer must have."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """`wants` stands in the body of a right answer, exactly `times` times; at least once where that is 0.

    `key` names what is asked about, for who wants to know when it was asked.
    """

    raw: bytes
    wants: bytes
    times: int = 0
    key: str = ""

    def is_answered_by(self, body: bytes) -> bool:
        return body.count(self.wants) == self.times if self.times else self.wants in body


def encode(method: str, path: str, token: str = "", body: Any = None) -> bytes:
    """One HTTP/1.1 request on a connection that is kept."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    content = b""
    if body is not None:
        content = json.dumps(body, separators=(",", ":")).encode()
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join((*lines, "", "")).encode() + content
