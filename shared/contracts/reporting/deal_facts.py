"""The facts of deals for programs of others, on the wire: one flat row a deal, told again when anything in it changes.

The columns stay as they are; others may be added at the end.
"""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, MoneyField, StrictSchema
from shared.contracts.reporting.catalogue import TABLES
from shared.contracts.reporting.deals import AsOfView

READ = "reporting.deal_facts:read"

RIGHTS = {READ: "Take the facts of the deals within reach to other programs, and what has changed since"}

FORMATS = (*TABLES, "parquet")
MOST_ROWS = 5_000
HELD_BACK_SECONDS = 10
KEY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z"


class DealFactsQuery(StrictSchema):
    """Deals that changed after the `key` of a row that one has; all, from the earliest change on, without one. With
    `format` they come as a file, whose last row has the key to go on from; a Parquet file says it in its metadata too.
    """

    after = fields.String(validate=validate.Regexp(KEY))
    limit = fields.Integer(load_default=1_000, validate=validate.Range(min=1, max=MOST_ROWS))
    format = fields.String(validate=validate.OneOf(FORMATS))


class DealFactView(Schema):
    """`counted_owner_id` and `counted_unit_id` are those for whom a closed deal counts for good; `began_at` is when
    work on it began, `furthest_stage` the furthest that it ever stood in.
    """

    key = fields.String()
    id = IdField()
    version = fields.Integer()
    number = fields.String()
    name = fields.String()
    status = fields.String()
    stage = fields.String()
    furthest_stage = fields.String(allow_none=True)
    currency = fields.String()
    amount = MoneyField(allow_none=True)
    weighted_amount = MoneyField(allow_none=True)
    probability = fields.Integer()
    customer_id = IdField(allow_none=True)
    customer = fields.String(allow_none=True)
    sector = fields.String(allow_none=True)
    product_id = IdField(allow_none=True)
    product = fields.String(allow_none=True)
    channel = fields.String()
    lost_reason = fields.String(allow_none=True)
    winner_competitor = fields.String(allow_none=True)
    owner_id = IdField()
    org_unit_id = IdField()
    counted_owner_id = IdField()
    counted_unit_id = IdField()
    began_at = fields.AwareDateTime(format="iso")
    expected_close_date = fields.Date(allow_none=True)
    closed_on = fields.Date(allow_none=True)
    changed_at = fields.AwareDateTime(format="iso")


class DealFactsView(Schema):
    """`next` is the `after` of what comes next, also when nothing is there yet; null where there was nothing at all."""

    rows = fields.List(fields.Nested(DealFactView))
    next = fields.String(allow_none=True)
    more = fields.Boolean()
    as_of = fields.Nested(AsOfView)
