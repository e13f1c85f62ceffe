"""Loading records whose parts or states are more than columns: by their own commands, but only where a row differs."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.custom_fields import Customised
from shared.custom_rows import custom_of_row, would_change_custom
from shared.errors import Refusal
from shared.importing import (
    CREATE,
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    RowIsThereAlready,
    RowResult,
    ensure_mode,
    take_rows,
)

Keyed = TypeVar("Keyed", bound=Customised)


@dataclass(frozen=True, kw_only=True)
class KeyedBatch(ABC, Generic[Keyed]):
    """The rows of one call. A noun says how a row is compared with its record, and which commands it comes to.

    `known` are the records that the caller may change, by external id, locked; `taken` the external ids that stand for
    any record, in reach or not; `made` those that an earlier row has used up.
    """

    entity: ClassVar[str]
    taken_refusal: ClassVar[type[Refusal]]

    session: Session
    actor: Actor
    mode: str
    known: dict[str, Keyed]
    taken: set[str]
    made: set[str] = field(default_factory=set)

    def results(self, rows: Sequence[ReadRow]) -> list[RowResult]:
        """One result a row, in their order. A row that says what its record says costs no statement."""
        return [self._as_it_is(row) or take_rows(self.session, [row], self._take)[0] for row in rows]

    def custom_of(self, form: Form) -> dict[str, Any] | None:
        """The custom values that the row says; None where it speaks of none."""
        return custom_of_row(self.session, self.entity, form["custom"]) if "custom" in form else None

    def changes_custom(self, record: Keyed, form: Form) -> bool:
        return would_change_custom(self.session, record, self.custom_of(form))

    @abstractmethod
    def says_the_same(self, record: Keyed, form: Form) -> bool:
        """Whether the row asks for nothing, whatever state the record is in."""

    @abstractmethod
    def create(self, form: Form) -> Keyed:
        """A new record, by the noun's own command."""

    @abstractmethod
    def change(self, record: Keyed, form: Form) -> None:
        """Carry out what differs, under the rules of the noun's own commands."""

    def _as_it_is(self, row: ReadRow) -> RowResult | None:
        record = self.known.get(row.form["external_id"]) if row.form else None
        if row.form is None or record is None or self.mode == CREATE or not self.says_the_same(record, row.form):
            return None
        return RowResult(UNCHANGED, record.id)

    def _take(self, form: Form) -> RowResult:
        key = form["external_id"]
        if key in self.made:
            raise RowIsThereAlready(f"{key} stands in an earlier row too.")
        record = self.known.get(key)
        ensure_mode(self.mode, key, record is not None)
        if record is not None:
            self.change(record, form)
            return RowResult(UPDATED, record.id)
        if key in self.taken:
            raise self.taken_refusal(f"{key} stands for a record out of your reach.")
        record = self.create(form)
        self.made.add(key)
        return RowResult(CREATED, record.id)
