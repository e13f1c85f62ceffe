"""Secrets at rest: those that are only compared are kept as digests, those that are needed again are encrypted."""

import base64
import hashlib
import hmac

from shared.sealing import key_for
from shared.sealing import seal as seal
from shared.sealing import unseal as unseal


def digest(text: str) -> str:
    """For what is long and random, which a plain fast digest keeps safe."""
    return hashlib.sha256(text.encode()).hexdigest()


def csrf_token(session_id: str, secret: str) -> str:
    """What a page must send along with each write of this session; nobody can reckon it without the secret."""
    code = hmac.new(key_for(secret, "csrf"), session_id.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(code.digest()).rstrip(b"=").decode()
