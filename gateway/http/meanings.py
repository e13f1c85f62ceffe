"""What each code of a refusal means, in one sentence, in the languages of the house."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from gateway.http.titles import ENGLISH

DATA = Path(__file__).with_name("errors.json")
"""Written by `./tenon docs` from the refusals of all services, which the gateway may not import."""

CHINESE = Path(__file__).with_name("errors.zh.json")
"""The same meanings in Chinese, by code: written by hand, and held complete by a test."""


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, Any]]:
    """Every code with its status, its meaning in English and who raises it."""
    return {entry["code"]: entry for entry in orjson.loads(DATA.read_bytes())}


@lru_cache(maxsize=1)
def _chinese() -> dict[str, str]:
    told: dict[str, str] = orjson.loads(CHINESE.read_bytes())
    return told


def meaning_of(code: str, language: str) -> str | None:
    """None for what is no code of a refusal. A code that nobody has translated yet is told in English."""
    entry = catalogue().get(code)
    if entry is None:
        return None
    meaning: str = entry["meaning"]
    return meaning if language == ENGLISH else _chinese().get(code, meaning)


def told_in(language: str, code: str) -> dict[str, str]:
    """The member `meaning` of a problem. The detail is in English, so an answer in English needs no other sentence."""
    meaning = None if language == ENGLISH else meaning_of(code, language)
    return {} if meaning is None else {"meaning": meaning}
