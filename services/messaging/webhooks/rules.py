"""What webhooks may be, and how what they are sent is signed, in plain Python: no database, no wire, no clock."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from shared.errors import Conflict, Forbidden

ACTIVE, PAUSED, REMOVED = "active", "paused", "removed"
BY_OWNER, BY_FAILURE, BY_RECEIVER, BY_ABSENCE = "paused", "failing", "gone", "owner_inactive"
PREFIX = "whsec_"
SECRET_BYTES = 32


class WebhookStateForbids(Conflict):
    """The webhook is paused, active or removed, and this needs another state."""

    code = "webhook_state_forbids"


class NotYourWebhook(Forbidden):
    """What a webhook is told follows its owner's rights: nobody else may turn that stream elsewhere."""

    code = "not_your_webhook"


def ensure_own(owner_id: str, user_id: str) -> None:
    if owner_id != user_id:
        raise NotYourWebhook("Only its owner gives a webhook another address, other events or a new secret.")


def ensure_status(status: str, wanted: str, verb: str) -> None:
    if status != wanted:
        raise WebhookStateForbids(f"A webhook that is {status} does not let you {verb} it.")


def new_secret() -> str:
    """As Standard Webhooks writes them: the bytes of the key in base64 behind a prefix."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signatures(keys: Iterable[str], message_id: str, timestamp: int, body: bytes) -> str:
    """One signature for each secret that lives, separated by spaces: the receiver knows one of them."""
    content = f"{message_id}.{timestamp}.".encode() + body
    return " ".join(f"v1,{_sign(base64.b64decode(key.removeprefix(PREFIX)), content)}" for key in keys)


def _sign(key: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
