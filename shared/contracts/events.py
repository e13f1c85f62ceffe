"""Past-tense facts one service tells the others, and the envelope they travel in (CloudEvents 1.0)."""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar, Self

Changes = dict[str, dict[str, Any]]


class Audience(StrEnum):
    """Who, of those that hold the right, is told of an event."""

    REACH = "reach"
    """Whoever's right reaches the record as it belongs now, or with whom the record is shared."""

    COMPANY = "company"
    """Everybody: the record is the whole company's."""

    OWNER = "owner"
    """The record's owner alone, however far anybody's right may reach."""


@dataclass(frozen=True)
class Event:
    """A fact. Subclasses are frozen dataclasses of JSON values; `type` is `service.noun.past_tense_verb`.

    `read_by` is the right that lets one be told of it, where that is not the noun's own read right.
    """

    type: ClassVar[str]
    version: ClassVar[int] = 1
    audience: ClassVar[Audience] = Audience.REACH
    read_by: ClassVar[str | None] = None
    worked_out: ClassVar[bool] = False
    """Whether it tells of what the house works out anew from the record and its rules whenever it must: a job that
    changed the record can still be taken back afterwards.
    """

    @classmethod
    def right(cls) -> str:
        """The right that lets one be told of this event."""
        service, noun, _ = cls.type.split(".")
        return cls.read_by or f"{service}.{noun}:read"

    @classmethod
    def wire_type(cls) -> str:
        return f"tenon.{cls.type}.v{cls.version}"

    @classmethod
    def source(cls) -> str:
        """The service that announces it."""
        return cls.type.partition(".")[0]

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Read the data of an envelope; fields that a newer publisher added are ignored."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})

    def data(self) -> dict[str, Any]:
        return asdict(self)


def changes(before: dict[str, Any], after: dict[str, Any]) -> Changes:
    """The fields whose value differs, each with its value before and after."""
    return {
        name: {"before": before.get(name), "after": after.get(name)}
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    }
