"""Secrets at rest that are needed again: encrypted under a key derived from the installation's secret."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


def seal(text: str, secret: str, purpose: str) -> str:
    """The text encrypted under a key of this purpose's own."""
    return _fernet(secret, purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, secret: str, purpose: str) -> str:
    """Raises `cryptography.fernet.InvalidToken` when another secret sealed it."""
    return _fernet(secret, purpose).decrypt(sealed.encode()).decode()


@lru_cache(maxsize=8)
def key_for(secret: str, purpose: str) -> bytes:
    """A key for one purpose; none of them tells another, nor the secret."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"tenon {purpose}".encode()).derive(secret.encode())


@lru_cache(maxsize=8)
def _fernet(secret: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key_for(secret, purpose)))
