"""Past-tense facts one service tells the others, and the envelope they travel in (CloudEvents 1.0)."""

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self

Changes = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Event:
    """A fact. Subclasses are frozen dataclasses of JSON values; `type` is `service.noun.past_tense_verb`."""

    type: ClassVar[str]
    version: ClassVar[int] = 1

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
