"""Taking webhooks in: is this request from the installation whose secret one has, and is it fresh?"""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

TOLERANCE_SECONDS = 300
PREFIX = "whsec_"


class WebhookRejected(Exception):
    """Answer such a request with 400 and do nothing else: it is forged, altered, stale or malformed."""


def verify_webhook(
    headers: Mapping[str, str],
    body: bytes,
    secrets: str | Iterable[str],
    *,
    tolerance: float = TOLERANCE_SECONDS,
    now: float | None = None,
) -> dict[str, Any]:
    """The event that was sent. `secrets` are one or, while they are rotated, several; `body` the bytes as they came.

    The same event may come again, after a failure or when it is replayed: pass over an `id` that you have. A request
    that somebody recorded is refused once it is older than `tolerance` seconds. Raises `WebhookRejected`.
    """
    told = {name.lower(): value for name, value in headers.items()}
    try:
        message_id, timestamp = told["webhook-id"], int(told["webhook-timestamp"])
        given = [part[3:].encode() for part in told["webhook-signature"].split(" ") if part.startswith("v1,")]
    except (KeyError, ValueError) as fault:
        raise WebhookRejected(f"a header is missing or malformed: {fault}") from None
    if abs((time.time() if now is None else now) - timestamp) > tolerance:
        raise WebhookRejected("it was sent too long ago, or the clocks differ")
    content = f"{message_id}.{timestamp}.".encode() + body
    expected = [_sign(secret, content) for secret in ([secrets] if isinstance(secrets, str) else secrets)]
    matches = [hmac.compare_digest(one, other) for one in expected for other in given]
    if not any(matches):
        raise WebhookRejected("no signature fits")
    return _event(body, message_id)


def _event(body: bytes, message_id: str) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except ValueError:
        raise WebhookRejected("the body is no JSON") from None
    if not isinstance(event, dict) or event.get("id") != message_id:
        raise WebhookRejected("the body is not the event that the headers name")
    return event


def _sign(secret: str, content: bytes) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("a secret looks like whsec_ and base64") from None
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest())
