"""Hashing passwords, in a real thread because it computes for long, and always for the same time."""

import os
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from shared.bus.offload import run_in_thread


def hash_password(password: str) -> str:
    return run_in_thread(_hasher().hash, password)


def password_matches(kept: str | None, password: str) -> bool:
    """Whether this is the password. Where none is kept the answer is no, and takes as long as any other."""
    return run_in_thread(_matches, kept or _nobodys_hash(), password) and kept is not None


def _matches(kept: str, password: str) -> bool:
    try:
        return _hasher().verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    """The library's own cost; TENON_ARGON2=fast is for test runs that sign in hundreds of people."""
    if os.environ.get("TENON_ARGON2") == "fast":
        return PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")
