"""What no log may hold: everything secret that went over HTTP in this run, and whatever looks like a token."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import orjson
import requests

MEMBERS = frozenset(
    {"password", "old_password", "secret", "client_secret", "csrf_token", "recovery_codes", "code", "code_verifier"}
)
TOKEN = re.compile(r"(?:tn[a-z]|whsec)_[A-Za-z0-9_+/=-]{20,}")
CODE = re.compile(r"[0-9]{6}|[0-9a-f]{20}")
STANDING_ALONE = re.compile(rf"(?<![\w.:-])(?:{CODE.pattern})(?![\w.:-])")
"""A code must stand alone to be told: moments and numbers hold six digits in a row too. One reading finds all."""

SHORTEST, FEWEST_DIFFERENT = 8, 4
"""Shorter passwords are words like "wrong", which a log may well say, as it may 00000000."""


class Secrets:
    """Collects secrets from requests and answers as they pass."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.known = set(known)

    def see(self, request: requests.PreparedRequest, answer: str) -> None:
        self._see_body(request.body)
        self._see_body(answer)

    def found_in(self, text: str) -> list[str]:
        """The secrets that this text holds, each shortened so that the complaint does not tell it."""
        codes = {secret for secret in self.known if CODE.fullmatch(secret)}
        held = {secret for secret in self.known - codes if secret in text}
        held |= codes & set(STANDING_ALONE.findall(text)) | set(TOKEN.findall(text))
        return sorted(f"{secret[:4]}… ({len(secret)} characters)" for secret in held)

    def _see_body(self, body: Any) -> None:
        text = body.decode(errors="replace") if isinstance(body, bytes) else body
        if not isinstance(text, str) or not any(member in text for member in MEMBERS):
            return
        try:
            content = orjson.loads(text)
        except orjson.JSONDecodeError:
            content = dict(parse_qsl(text)) if "=" in text else {}
        self.known |= {value for value in _secret_values(content) if _can_be_told_apart(value)}


def _can_be_told_apart(value: str) -> bool:
    return len(set(value)) >= FEWEST_DIFFERENT and (len(value) >= SHORTEST or CODE.fullmatch(value) is not None)


def _secret_values(content: Any, name: str | None = None) -> Iterator[str]:
    if isinstance(content, dict):
        for member, value in content.items():
            yield from _secret_values(value, member)
    elif isinstance(content, list):
        for value in content:
            yield from _secret_values(value, name)
    elif isinstance(content, str) and name in MEMBERS and (name != "code" or CODE.fullmatch(content)):
        yield content


def logs_that_tell(folders: Iterable[Path], secrets: Secrets) -> dict[str, list[str]]:
    """Each log file that holds a secret, with what it holds."""
    files = [file for folder in folders for file in sorted(folder.rglob("*.log*")) if file.is_file()]
    found = {str(file): secrets.found_in(file.read_text(errors="replace")) for file in files}
    return {file: held for file, held in found.items() if held}
