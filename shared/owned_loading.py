"""Loading records that belong to people: whose a row is, which records it names by their keys, its custom values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.contracts.events import Changes, Event
from shared.custom_fields import Customised, has_custom_fields
from shared.custom_rows import custom_of_row, would_change_custom
from shared.errors import Refusal
from shared.ids import new_id
from shared.importing import CREATED, UNCHANGED, UPDATED, Form, ReadRow, ReferenceIsUnknown, RowResult, different, named
from shared.loading import Load, load_rows
from shared.owners import owner_named, owners_by_login
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.records import OwnedRecord
from shared.picklists import ensure_listed

Owned = TypeVar("Owned", bound=OwnedRecord)
Found = Callable[[Session, Actor, set[str]], dict[str, str]]


@dataclass(frozen=True)
class Reference:
    """A field by which a row names another record by its key: which column it becomes, and how ids are found by keys.

    What is named may stand in an earlier row of the same file when it is `late`; such a row is taken by itself.
    """

    column: str
    find: Found
    what: str
    late: bool = False


@dataclass(frozen=True)
class OwnedNoun(Generic[Owned]):
    """The noun's own words for a load: its commands, its telling, and what it knows of keys within reach and beyond.

    Without `transfer` its rows name no owner. `turned_down` tells who of these people, by id, is given
    nothing new, and why. `settle` decides whose those new ones are whose rows name no owner, and says what is told of
    each. `create` does so by itself; `create_named` does not, for a row that names its owner.
    """

    noun: str
    model: type[Owned]
    known: Callable[[Session, Actor, set[str]], dict[str, Owned]]
    keys_taken: Callable[[Session, set[str]], set[str]]
    taken_refusal: type[Refusal]
    make: Callable[..., Owned]
    edit: Callable[[Owned, Form], None]
    facts: Callable[[Owned], dict[str, Any]]
    created: Callable[[Owned, Changes], Event]
    changed: Callable[[Owned, Changes], Event]
    words: Callable[[Owned], Iterable[str | None]]
    create: Callable[..., Owned]
    change: Callable[..., Owned]
    transfer: Callable[[Session, Actor, str, str], Owned] | None = None
    number: Callable[[Sequence[Owned]], None] = lambda made: None
    lists: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    create_named: Callable[..., Owned] | None = None
    settle: Callable[[Session, Sequence[Owned]], Sequence[tuple[Owned, Event]]] = lambda session, made: ()
    turned_down: Callable[[Session, set[str]], Mapping[str, Refusal]] = lambda session, people: {}
    key: str = "external_id"


@dataclass(frozen=True)
class _Batch(Generic[Owned]):
    """What the keys in the rows of one batch stand for."""

    session: Session
    actor: Actor
    noun: OwnedNoun[Owned]
    owners: dict[str, OrgPersonReplica]
    turned_down: Mapping[str, Refusal]
    named: dict[str, dict[str, str]]
    known: dict[str, Owned]
    customised: bool
    unclaimed: list[Owned] = field(default_factory=list)

    def is_special(self, record: Owned | None, form: Form) -> bool:
        """Whether the row is more than its columns: it hands a record on, names one of the same file, or has custom
        values, which may also be required or have defaults.
        """
        if self.customised or "custom" in form:
            return True
        if any(self._is_late(name, one, record, form) for name, one in self.noun.references.items() if one.late):
            return True
        if record is None or "owner_login" not in form:
            return False
        return owner_named(self.owners, form["owner_login"]).id != record.owner_id

    def _is_late(self, name: str, reference: Reference, record: Owned | None, form: Form) -> bool:
        key = form.get(name)
        if key is None:
            return False
        return record is None or self.named[name].get(key) != getattr(record, reference.column)

    def fields(self, form: Form) -> Form:
        fields = {name: value for name, value in form.items() if name not in ("owner_login", "custom")}
        if "owner_login" in form:
            owner = self._owner(form)
            fields |= {"owner_id": owner.id, "org_unit_id": owner.unit_id}
        for name, reference in self.noun.references.items():
            if name in fields:
                fields[reference.column] = self._id_of(name, reference, fields.pop(name))
        ensure_listed(self.session, self.noun.lists, fields, self.known.get(form[self.noun.key]))
        return fields

    def _owner(self, form: Form) -> OrgPersonReplica:
        """Whom the row names; one who is given nothing new may keep what is theirs."""
        owner, record = owner_named(self.owners, form["owner_login"]), self.known.get(form[self.noun.key])
        if owner.id in self.turned_down and (record is None or record.owner_id != owner.id):
            raise self.turned_down[owner.id]
        return owner

    def make(self, fields: Form) -> Owned:
        place = {"owner_id": self.actor.user_id, "org_unit_id": self.actor.unit_id}
        made = self.noun.make(id=new_id(), created_by=self.actor.user_id, **(place | fields))
        if "owner_id" not in fields:
            self.unclaimed.append(made)
        return made

    def settle(self) -> Sequence[tuple[Owned, Event]]:
        return self.noun.settle(self.session, self.unclaimed)

    def alone(self, form: Form) -> RowResult:
        """By the same commands as by hand."""
        session, actor, fields = self.session, self.actor, self.fields(form)
        owner_id = fields.pop("owner_id", None)
        fields.pop("org_unit_id", None)
        record = self.known.get(form[self.noun.key])
        before = record.version if record else None
        custom = self._custom(form)
        if record is None:
            create = self.noun.create if owner_id is None else self.noun.create_named or self.noun.create
            record = create(session, actor, custom=custom, **fields)
        elif (changed := different(record, fields)) or self._changes_custom(record, custom):
            self.noun.change(session, actor, record.id, custom=custom, **changed)
        if owner_id not in (None, record.owner_id) and self.noun.transfer is not None:
            self.noun.transfer(session, actor, record.id, owner_id)
        outcome = CREATED if before is None else UNCHANGED if record.version == before else UPDATED
        return RowResult(outcome, record.id)

    def _custom(self, form: Form) -> dict[str, Any] | None:
        entity = _customised(self.noun.model)
        return custom_of_row(self.session, entity.entity, form["custom"]) if entity and "custom" in form else None

    def _changes_custom(self, record: Owned, custom: dict[str, Any] | None) -> bool:
        return custom is not None and would_change_custom(self.session, cast(Customised, record), custom)

    def _id_of(self, name: str, reference: Reference, key: str | None) -> str | None:
        if key is None:
            return None
        found = self.named[name]
        if key not in found and reference.late:
            found |= reference.find(self.session, self.actor, {key})
        if key not in found:
            raise ReferenceIsUnknown(f"There is no {reference.what} {key} within your reach.")
        return found[key]


def _customised(model: type) -> type[Customised] | None:
    return model if issubclass(model, Customised) else None


def load_owned(
    session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow], noun: OwnedNoun[Owned]
) -> list[RowResult]:
    """Bring the records in step with these rows, by their key; what a row does not mention stays as it is."""
    keys = named(rows, noun.key)
    known, custom = noun.known(session, actor, keys), _customised(noun.model)
    owners = owners_by_login(session, named(rows, "owner_login"))
    batch = _Batch(
        session=session,
        actor=actor,
        noun=noun,
        owners=owners,
        turned_down=noun.turned_down(session, {owner.id for owner in owners.values()}),
        named={name: one.find(session, actor, named(rows, name)) for name, one in noun.references.items()},
        known=known,
        customised=custom is not None and has_custom_fields(session, custom),
    )
    load = Load(
        noun=noun.noun,
        key=noun.key,
        known=known,
        taken=noun.keys_taken(session, keys) - known.keys(),
        taken_refusal=noun.taken_refusal,
        fields=batch.fields,
        make=batch.make,
        edit=noun.edit,
        facts=noun.facts,
        created=noun.created,
        changed=noun.changed,
        words=noun.words,
        is_special=batch.is_special,
        alone=batch.alone,
        number=noun.number,
        settle=batch.settle,
    )
    return load_rows(session, actor, mode, rows, load)
