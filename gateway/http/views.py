"""What the door's own operations answer, and the shape of every problem."""

from marshmallow import INCLUDE, Schema, fields


class FaultView(Schema):
    pointer = fields.String(metadata={"description": "RFC 6901 pointer into the body, or ?name for the query."})
    detail = fields.String()


class Problem(Schema):
    """RFC 9457; further members say what a program can act on."""

    class Meta:
        unknown = INCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "Stable; act on this."})
    trace_id = fields.String(required=True)
    meaning = fields.String(
        metadata={"description": "What the code means, in the language of Content-Language where that is not English."}
    )
    errors = fields.List(fields.Nested(FaultView))


class LiveView(Schema):
    status = fields.String(required=True)


class ConditionView(Schema):
    status = fields.String(required=True)
    database = fields.String()
    outbox_lag = fields.Integer(metadata={"description": "Committed events that are not published yet."})
    inbox_waiting = fields.Integer()
    inbox_dead = fields.Integer()
    position = fields.Integer()


class ReadyView(Schema):
    status = fields.String(required=True)
    bus = fields.String(required=True)
    services = fields.Dict(keys=fields.String(), values=fields.Nested(ConditionView), required=True)


class LimitsView(Schema):
    requests_per_second = fields.Float()
    burst = fields.Integer()
    bulk_operations_per_second = fields.Float()
    bulk_burst = fields.Integer()
    bulk_operations = fields.Integer()
    body_bytes = fields.Integer()
    body_depth = fields.Integer()
    page_default = fields.Integer()
    page_largest = fields.Integer()
    idempotency_key_hours = fields.Integer()
    deadline_seconds = fields.Float()
    streams_per_person = fields.Integer()


class EventKindView(Schema):
    type = fields.String()
    version = fields.Integer()
    source = fields.String()
    about = fields.String()
    listeners = fields.List(fields.String())
    schema = fields.Dict()


class CatalogueView(Schema):
    data = fields.List(fields.Nested(EventKindView))


class ErrorView(Schema):
    code = fields.String()
    type = fields.String()
    status = fields.Integer()
    title = fields.String(metadata={"description": "In the language of Accept-Language: en or zh."})
    meaning = fields.String(metadata={"description": "In the language of Accept-Language: en or zh."})
    next_step = fields.String(metadata={"description": "In the language of Accept-Language: en or zh."})
    raised_by = fields.List(fields.String())


class ErrorsView(Schema):
    data = fields.List(fields.Nested(ErrorView))
