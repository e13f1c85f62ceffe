"""What became of the records of a job that was taken back, on the wire."""

from collections.abc import Iterable

from marshmallow import Schema, fields

from shared.contracts.fields import IdField
from shared.contracts.payload import Payload, reply
from shared.importing import RowResult


class UndoneView(Schema):
    id = IdField()
    outcome = fields.String()
    code = fields.String(allow_none=True)
    messages = fields.List(fields.String())


class UndoneRecords(Schema):
    results = fields.List(fields.Nested(UndoneView))


def undone_reply(results: Iterable[RowResult]) -> Payload:
    return reply(UndoneRecords, {"results": list(results)})
