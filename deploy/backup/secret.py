"""The installation's secret in a backup: kept where Tenon made it, and otherwise only recognised."""

from pathlib import Path

from shared.sealing import key_for
from shared.settings import Settings

_DIGITS = 16


def file_of_secret(settings: Settings) -> Path:
    return settings.data / "secret"


def kept_secret(settings: Settings) -> str | None:
    """The one that Tenon made and keeps in the data folder."""
    place = file_of_secret(settings)
    return place.read_text(encoding="ascii") if place.exists() else None


def known_secret(settings: Settings) -> str | None:
    """The one that services started with these settings would use, if there is one already."""
    return settings.secret or kept_secret(settings)


def fingerprint_of(secret: str) -> str:
    return key_for(secret, "fingerprint of backups").hex()[:_DIGITS]
