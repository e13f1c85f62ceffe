"""Values of custom fields on a record: checked against the definitions, kept, and put where lists find them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.actor import Actor
from shared.contracts.custom import (
    LONGEST_TEXT,
    PREFIX,
    CustomField,
    Definitions,
    FieldType,
    ValueDoesNotFit,
    kept_value,
)
from shared.definitions import definitions_of
from shared.errors import Fault, RuleBroken
from shared.listing.values import read_value
from shared.persistence.numbers import NUMBERS
from shared.persistence.platform import CustomNumber, CustomText
from shared.persistence.records import OwnedRecord, Record
from shared.visible import visible

Values = dict[str, Any]


class CustomValueRefused(RuleBroken):
    """A custom field is required and missing, retired, unknown, or its value does not fit; `errors` names each."""

    code = "custom_value_refused"


class Customised(Record):
    """A record that takes custom fields. `entity` is what they are defined for; `custom` has the values by code."""

    entity: str

    custom: Mapped[Values | None] = mapped_column(JSON(none_as_null=True), default=None)


def has_custom_fields(session: Session, model: type[Customised]) -> bool:
    """Whether any are defined for these records at present."""
    return bool(definitions_of(session).of(model.entity))


def record_custom(session: Session, actor: Actor, record: Customised, given: Values | None) -> None:
    """Take these values into a record that was just flushed or is held for change; null takes one away.

    What is not given stays, and a default stands in for what was never given. Raises `CustomValueRefused` with every
    fault, a required field without a value among them. Without custom fields this costs no query.
    """
    definitions = definitions_of(session)
    fields = definitions.of(record.entity)
    if not fields and not given:
        return
    before = dict(record.custom or {})
    after, faults = _merged(fields, before, given or {})
    changed = {code for code in before.keys() | after.keys() if before.get(code) != after.get(code)}
    for code in changed & after.keys():
        faults += _unfit(session, actor, definitions, fields[code], before.get(code), after[code])
    refused = {code for code, value in (given or {}).items() if value is not None}
    faults += [_fault(code, "Is required.") for code in _missing(fields, after) if code not in refused]
    if faults:
        raise CustomValueRefused("These custom fields do not take what they were given.", faults=faults)
    if changed:
        record.custom = after
        _make_findable(session, record.id, [fields[code] for code in sorted(changed)], after)


def put_back_custom(session: Session, record: Customised, values: Values) -> None:
    """Give the fields the values that they had, null for none; whether they would be taken today is not asked."""
    kept = {**(record.custom or {}), **values}
    record.custom = {code: value for code, value in kept.items() if value is not None}
    fields = definitions_of(session).of(record.entity)
    _make_findable(session, record.id, [fields[code] for code in sorted(values) if code in fields], record.custom)


def forget_custom(session: Session, record_id: str) -> None:
    """The record is removed: nothing is found by its values any more."""
    for table in (CustomText, CustomNumber):
        session.execute(delete(table).where(table.record_id == record_id))


def custom_facts(record: Customised) -> Values:
    """The values as the history names them: `custom.<code>`."""
    return {PREFIX + code: value for code, value in (record.custom or {}).items()}


def _merged(fields: Mapping[str, CustomField], before: Values, given: Values) -> tuple[Values, list[Fault]]:
    after, faults = dict(before), []
    for code, value in given.items():
        field = fields.get(code)
        if field is None:
            faults.append(_fault(code, "There is no such custom field."))
        elif value is None:
            after.pop(code, None)
        else:
            try:
                after[code] = kept_value(field.type, value, multiple=field.multiple)
            except ValueDoesNotFit as fault:
                faults += [_fault(code, sentence) for sentence in fault.sentences]
    for code, field in fields.items():
        if field.default is not None and code not in before and code not in given and not field.retired:
            after[code] = field.default
    return after, faults


def _unfit(
    session: Session, actor: Actor, definitions: Definitions, field: CustomField, before: Any, value: Any
) -> list[Fault]:
    """What speaks against this new value although it has the right shape."""
    if field.retired:
        return [_fault(field.code, "This field is retired: what it says stays, nothing new is taken.")]
    if field.type is FieldType.CHOICE:
        kept = before if isinstance(before, list) else [before]
        choices = definitions.choices.get(field.picklist or "", {})
        refused = [one for one in _each(value) if one not in kept and (one not in choices or choices[one].retired)]
        return [_fault(field.code, f"{one!r} is not among the choices.") for one in refused]
    if field.type is FieldType.REFERENCE and not _is_in_sight(session, actor, field, value):
        return [_fault(field.code, f"There is no such record among {field.references}.")]
    return []


def _is_in_sight(session: Session, actor: Actor, field: CustomField, record_id: str) -> bool:
    model = _model_of(field.references)
    if model is None:
        return False
    rows = visible(model, actor) if issubclass(model, OwnedRecord) else select(model)
    return session.scalar(rows.where(model.id == record_id).with_only_columns(model.id)) is not None


def _model_of(entity: str | None) -> Any:
    return next((model for model in Customised.__subclasses__() if model.entity == entity), None)


def _missing(fields: Mapping[str, CustomField], after: Values) -> Iterator[str]:
    return (code for code, field in fields.items() if field.required and not field.retired and code not in after)


def _make_findable(session: Session, record_id: str, fields: Sequence[CustomField], after: Values) -> None:
    ids = [field.id for field in fields]
    for table in (CustomText, CustomNumber):
        session.execute(delete(table).where(table.record_id == record_id, table.field_id.in_(ids)))
    rows: dict[type[CustomText | CustomNumber], list[Values]] = {CustomText: [], CustomNumber: []}
    for field in fields:
        for value in _each(after.get(field.code)):
            table, found_by = _key(session, field, value)
            rows[table].append({"field_id": field.id, "value": found_by, "record_id": record_id})
    for table, new in rows.items():
        if new:
            session.execute(insert(table), new)


def _key(session: Session, field: CustomField, value: Any) -> tuple[type[CustomText | CustomNumber], Any]:
    if field.kind in NUMBERS:
        bind = NUMBERS[field.kind].process_bind_param
        return CustomNumber, bind(read_value(field.kind, value), session.get_bind().dialect)
    return CustomText, str(value)[:LONGEST_TEXT]


def _each(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _fault(code: str, sentence: str) -> Fault:
    escaped = code.replace("~", "~0").replace("/", "~1")  # RFC 6901
    return Fault(f"/custom/{escaped}", sentence)
