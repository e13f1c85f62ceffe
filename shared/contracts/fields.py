"""Field types of the published language: money, ids, and the short views by which records are referred to."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from shared.ids import is_id, is_random_id

SENSITIVE = {"sensitive": True}
"""The metadata of a view's field whose every reading, record by record, is told to the audit trail."""


def follows(picklist: str) -> dict[str, str]:
    """The metadata of a field that takes the values of this managed list, told in the description of the API."""
    return {"x-tenon-picklist": picklist}


MOST_MONEY = Decimal("99999999999999")
DEGREE_PLACES = 6
"""Of a coordinate: a tenth of a metre."""


class StrictSchema(Schema):
    """A request: unknown members are refused, so that a misspelt or smuggled field is never passed over in silence."""

    class Meta:
        unknown = RAISE


class IdField(fields.String):
    """A UUID in canonical form."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not is_id(value):
            raise ValidationError("Not an id: expected a UUID in lower case.")
        return str(value)


class NewIdField(IdField):
    """The id that the caller has made for a new record: a random one, UUIDv7 best.

    That an id is taken has to be told, whoever may see what has it; so nobody may be able to guess one.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        made: str = super()._deserialize(value, attr, data, **kwargs)
        if not is_random_id(made):
            raise ValidationError("Not an id for a new record: make a UUID version 7 (or 4).")
        return made


class MoneyField(fields.Field[Decimal]):
    """An exact amount as a decimal string with up to four places; JSON integers are accepted, floats never are."""

    def __init__(self, *, least: Decimal | None = Decimal(0), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._least = least

    def _serialize(self, value: Decimal | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else money_text(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise ValidationError('Not an amount: expected a decimal string such as "1234.50".')
        try:
            amount = Decimal(value)
        except InvalidOperation:
            raise ValidationError('Not an amount: expected a decimal string such as "1234.50".') from None
        # copy_abs reckons nothing; abs() fails for 1e999999999
        if not amount.is_finite() or amount.copy_abs() > MOST_MONEY or amount != round(amount, 4):
            raise ValidationError("Not an amount: at most 14 digits before and 4 after the point.")
        if self._least is not None and amount < self._least:
            raise ValidationError(f"Must not be less than {self._least}.")
        return amount + 0  # money knows no negative zero


class DegreesField(fields.Decimal):
    """A coordinate in degrees of WGS 84, as a decimal string with six places; what devices tell beyond is rounded.

    Whether there is such a latitude or longitude is a rule (`shared.geography`), not a matter of form.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(places=DEGREE_PLACES, as_string=True, **kwargs)


def degrees_text(degrees: Decimal | None) -> str | None:
    """As `DegreesField` writes it."""
    return None if degrees is None else f"{degrees:.{DEGREE_PLACES}f}"


class MomentField(fields.AwareDateTime):
    """A moment in ISO 8601 with its offset, read in UTC; one that falls out of the calendar there is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        moment: datetime = super()._deserialize(value, attr, data, **kwargs)
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            raise ValidationError("Not a moment from the year 1 to 9999.") from None


def money_text(amount: Decimal) -> str:
    """At least two decimal places, more only where they are not zero."""
    rounded = round(amount, 2)
    return str(rounded if rounded == amount else round(amount, 4))


class PersonRef(Schema):
    id = IdField()
    login = fields.String()
    name = fields.String()


class UnitRef(Schema):
    id = IdField()
    code = fields.String()
    name = fields.String()


class NamedRef(Schema):
    id = IdField()
    name = fields.String()


class RecordView(Schema):
    """What every record shows."""

    id = IdField()
    version = fields.Integer()
    created_at = fields.AwareDateTime(format="iso")
    updated_at = fields.AwareDateTime(format="iso")


class OwnedRecordView(RecordView):
    owner = fields.Nested(PersonRef, allow_none=True)
    org_unit = fields.Nested(UnitRef, allow_none=True)


class HistoryEntryView(Schema):
    sequence = fields.Integer()
    type = fields.String()
    at = fields.String()
    actor = fields.Nested(NamedRef)
    channel = fields.String(allow_none=True, metadata={"description": "The way it reached us, where that was told."})
    changes = fields.Dict()


class HistoryView(Schema):
    data = fields.List(fields.Nested(HistoryEntryView))
    next = fields.String(allow_none=True)
    prev = fields.String(allow_none=True)


class NoBody(StrictSchema):
    """A verb that takes nothing beside its path."""


class ReasonBody(StrictSchema):
    """A verb that must say why."""

    reason = fields.String(required=True, validate=(validate.Length(max=500), validate.Regexp(r"\s*\S")))
