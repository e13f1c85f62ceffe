"""What a backup says of itself: whose it is, of which moment, and what must be in it."""

from dataclasses import asdict, dataclass
from typing import Any

import orjson

FORMAT = 1
"""Raised when older code could not read what newer code writes."""


class UnreadableManifest(ValueError):
    """These bytes are no manifest of a backup."""


@dataclass(frozen=True)
class TablePart:
    """The rows of one table, and the SHA-256 of their lines."""

    columns: list[str]
    rows: int
    sha256: str


@dataclass(frozen=True)
class ServicePart:
    """One service's database. `consumed` says how far it had taken in the log of each source."""

    revisions: list[str]
    last_position: int
    published_position: int
    last_hash: str | None
    consumed: dict[str, int]
    tables: dict[str, TablePart]


@dataclass(frozen=True)
class FilePart:
    size: int
    sha256: str


@dataclass(frozen=True)
class SecretPart:
    """`fingerprint` tells whether a secret is the installation's without telling the secret; empty: it was unknown."""

    kept: bool
    fingerprint: str


@dataclass(frozen=True)
class Manifest:
    """`taken_at` is the moment, `version` that of the code that took it; `embedded`: no broker held events."""

    format: int
    id: str
    version: str
    taken_at: str
    secret: SecretPart
    embedded: bool
    services: dict[str, ServicePart]
    files: dict[str, FilePart]

    def to_bytes(self) -> bytes:
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2)

    @classmethod
    def from_bytes(cls, text: bytes) -> "Manifest":
        try:
            told = orjson.loads(text)
            return cls(
                **told
                | {
                    "secret": SecretPart(**told["secret"]),
                    "services": {name: _service(part) for name, part in told["services"].items()},
                    "files": {path: FilePart(**part) for path, part in told["files"].items()},
                }
            )
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise UnreadableManifest(str(fault)) from fault

    @property
    def rows(self) -> int:
        return sum(table.rows for service in self.services.values() for table in service.tables.values())


def _service(told: dict[str, Any]) -> ServicePart:
    return ServicePart(**told | {"tables": {name: TablePart(**part) for name, part in told["tables"].items()}})


def those_ahead(services: dict[str, ServicePart]) -> list[str]:
    """Sentences on services that have taken in events which the log they came from does not hold: not one moment."""
    return [
        f"{name} has taken in {source} up to {position}, whose log ends at {services[source].last_position}"
        for name, part in services.items()
        for source, position in part.consumed.items()
        if source in services and position > services[source].last_position
    ]
