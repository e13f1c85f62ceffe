"""The records behind the figures of reports that count records of several kinds, on the wire."""

from marshmallow import Schema, fields

from shared.contracts.fields import IdField, PersonRef, UnitRef
from shared.contracts.listing import FieldKind, Listing


class CountedRecordView(Schema):
    """Any record that was counted: what it is, which one, what it is called there, and whose it is today."""

    kind = fields.String()
    id = IdField()
    name = fields.String(allow_none=True)
    owner = fields.Nested(PersonRef, allow_none=True)
    org_unit = fields.Nested(UnitRef, allow_none=True)


LISTING = Listing(noun="counted_records", view=CountedRecordView, fields={"id": FieldKind.ID}, sorts=("id",))
