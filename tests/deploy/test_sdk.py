"""The SDK verifies webhooks: what is forged, altered, stale or malformed is refused."""

import base64
import hashlib
import hmac
import importlib
import json
import sys
from typing import Any

import pytest

from tests.architecture.tree import ROOT

SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes 1234").decode()
OTHER = "whsec_" + base64.b64encode(b"another secret of the same length").decode()
NOW = 1_800_000_000
EVENT = {"id": "one", "type": "tenon.sales.lead.created.v1"}
BODY = json.dumps(EVENT).encode()


@pytest.fixture(scope="module")
def sdk() -> Any:
    sys.path.insert(0, str(ROOT / "deploy" / "sdk" / "python"))
    try:
        return importlib.import_module("tenon_client")
    finally:
        sys.path.pop(0)


def signed(secret: str = SECRET, body: bytes = BODY, at: int = NOW, message_id: str = "one") -> dict[str, str]:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    code = hmac.new(key, f"{message_id}.{at}.".encode() + body, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(code).decode()}"
    return {"Webhook-Id": message_id, "Webhook-Timestamp": str(at), "Webhook-Signature": signature}


def test_what_was_signed_is_taken_by_either_secret(sdk: Any) -> None:
    assert sdk.verify_webhook(signed(), BODY, SECRET, now=NOW) == EVENT
    assert sdk.verify_webhook(signed(), BODY, [OTHER, SECRET], now=NOW + 299) == EVENT
    both = signed() | {"Webhook-Signature": f"v1a,x {signed(OTHER)['Webhook-Signature']} v1,nothing"}
    assert sdk.verify_webhook(both, BODY, OTHER, now=NOW) == EVENT


@pytest.mark.parametrize(
    ("headers", "body", "now"),
    [
        (signed(OTHER), BODY, NOW),
        (signed(), BODY.replace(b"lead", b"deal"), NOW),
        (signed(), BODY, NOW + 301),
        (signed(), BODY, NOW - 301),
        (signed() | {"Webhook-Timestamp": str(NOW + 1)}, BODY, NOW),
        (signed() | {"Webhook-Id": "two"}, BODY, NOW),
        (signed(message_id="two"), BODY, NOW),
        (signed() | {"Webhook-Timestamp": "soon"}, BODY, NOW),
        (signed() | {"Webhook-Signature": ""}, BODY, NOW),
        (signed() | {"Webhook-Signature": "v1,"}, BODY, NOW),
        (signed() | {"Webhook-Signature": signed()["Webhook-Signature"].replace("v1,", "v2,")}, BODY, NOW),
        ({}, BODY, NOW),
        (signed(body=b"no json"), b"no json", NOW),
        (signed(body=b"[]"), b"[]", NOW),
    ],
    ids=range(14),
)
def test_anything_else_is_refused(sdk: Any, headers: dict[str, str], body: bytes, now: int) -> None:
    with pytest.raises(sdk.WebhookRejected):
        sdk.verify_webhook(headers, body, SECRET, now=now)


def test_no_secret_and_a_broken_secret_verify_nothing(sdk: Any) -> None:
    with pytest.raises(sdk.WebhookRejected):
        sdk.verify_webhook(signed(), BODY, [], now=NOW)
    with pytest.raises(ValueError, match="whsec_"):
        sdk.verify_webhook(signed(), BODY, "whsec_%%%", now=NOW)
