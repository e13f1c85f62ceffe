"""What is said on the wire about a list itself: its fields, what may be done with each, how it is shown at first."""

from marshmallow import Schema, fields, validate

from shared.contracts.custom import FieldType
from shared.contracts.gateway.access import ChangedField

TYPES = (*(str(kind) for kind in FieldType), "id", "number", "list", "object")
"""Those of custom fields, and what fields of the product are besides; an amount of the product is a decimal."""
CREATE, CHANGE = "create", "change"


class ChoiceView(Schema):
    code = fields.String(metadata={"description": "What records keep."})
    label = fields.Dict(
        keys=fields.String(), values=fields.String(), allow_none=True, metadata={"description": "By language: en, zh."}
    )


class FieldView(Schema):
    """One name of a field as requests and answers have it. A reference has two: `customer` is shown, `customer_id` is
    written and filtered by. What is of custom fields alone is null for the others.
    """

    name = fields.String(metadata={"description": "`custom.<code>` for a field that the company added."})
    type = fields.String(validate=validate.OneOf(TYPES))
    shown = fields.Boolean(metadata={"description": "Whether records of the list say it."})
    required = fields.Boolean(metadata={"description": "Whether a new record has to say it."})
    writable = fields.List(
        fields.String(validate=validate.OneOf((CREATE, CHANGE))),
        metadata={"description": "Whether it is given with a new record, changed later, both, or neither."},
    )
    operators = fields.List(fields.String(), metadata={"description": "How the list is filtered by it."})
    sortable = fields.Boolean()
    summed = fields.Boolean(metadata={"description": "Whether `totals` adds it up."})
    longest = fields.Integer(allow_none=True, metadata={"description": "How many characters a text may have."})
    choices = fields.List(
        fields.Nested(ChoiceView),
        allow_none=True,
        metadata={"description": "What it takes, retired values left out; null where anything of its type is taken."},
    )
    picklist = fields.String(allow_none=True, metadata={"description": "The managed list that has these choices."})
    label = fields.Dict(
        keys=fields.String(), values=fields.String(), allow_none=True, metadata={"description": "By language: en, zh."}
    )
    multiple = fields.Boolean(allow_none=True)
    references = fields.String(allow_none=True)
    currency = fields.String(allow_none=True)
    default = fields.Raw(allow_none=True)
    position = fields.Integer(allow_none=True)
    retired = fields.Boolean(allow_none=True)


class BoardView(Schema):
    by = fields.String(metadata={"description": "The field whose values are the columns."})
    cards = fields.Integer(metadata={"description": "How many a column begins with."})
    fields_ = fields.List(fields.String(), attribute="fields", data_key="fields")
    totals = fields.List(fields.String())
    sort = fields.String()
    closed_sort = fields.String(metadata={"description": "The same where the records of a column are closed."})


class EntityView(Schema):
    entity = fields.String(metadata={"description": "As the address of its list names it."})
    fields_ = fields.List(fields.Nested(FieldView), attribute="fields", data_key="fields")
    columns = fields.List(
        fields.String(), metadata={"description": "What a table begins with; none means everything that is shown."}
    )
    sort = fields.String(metadata={"description": "How the list is sorted unless it is told otherwise."})
    searchable = fields.Boolean(metadata={"description": "Whether the list finds words by `q`."})
    board = fields.Nested(BoardView, allow_none=True)


class DefinedForEntity(Schema):
    """Within the gateway: the company's own fields of one kind of record, and the values in use of lists."""

    custom_fields = fields.List(fields.Nested(ChangedField))
    choices = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(ChoiceView)))
