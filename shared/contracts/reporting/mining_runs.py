"""Mining runs on the wire: segments of customers and products bought together, counted beside the calls and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, MoneyField, NewIdField, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.reporting.deals import AsOfView

READ = "reporting.mining_run:read"
RUN = "reporting.mining_run:run"
DELETE = "reporting.mining_run:delete"

RIGHTS = {
    READ: "See one's own mining runs and their results; its reach is that of the orders and customers they count",
    RUN: "Have customers segmented, or products that are bought together counted",
    DELETE: "Delete one's own mining runs with their results",
}

BASKETS, SEGMENTS = "basket_association", "customer_segmentation"
KINDS = (BASKETS, SEGMENTS)
STATES = ("queued", "running", "finished", "failed", "expired")
LETTERS = "ABCDEFGH"
FEWEST_SEGMENTS, MOST_SEGMENTS, USUAL_SEGMENTS = 2, len(LETTERS), 4
LEAST_SUPPORT, USUAL_SUPPORT = Decimal("0.0001"), Decimal("0.01")
USUAL_CONFIDENCE = Decimal("0.1")
RATE_PLACES = 4
MOST_ROWS = 200
OF_KIND: Mapping[str, frozenset[str]] = {
    BASKETS: frozenset({"min_support", "min_confidence"}),
    SEGMENTS: frozenset({"segments"}),
}
"""The parameters that only runs of this kind take."""

_ONE = Decimal(1)


class _Share(fields.Decimal):
    """A share as a decimal text of at most four places: 0.01 is one in a hundred."""

    def __init__(self, least: Decimal, **kwargs: Any) -> None:
        checks = validate.Range(min=least, max=_ONE)
        super().__init__(as_string=True, validate=checks, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if not isinstance(value, str):
            raise ValidationError('Not a share: expected a decimal string such as "0.05".')
        share: Decimal = super()._deserialize(value, attr, data, **kwargs)
        if share != round(share, RATE_PLACES):
            raise ValidationError(f"Not a share: at most {RATE_PLACES} digits after the point.")
        return share


class RunMining(StrictSchema):
    """What is to be counted of the confirmed orders of these days, both included, of the unit and those below it.

    `customer_segmentation` takes `segments` and needs a `currency`, since amounts of several are never summed up;
    `basket_association` takes `min_support`, the least share of the orders that hold both products, and
    `min_confidence`, the least share of the orders with one of them that hold the other too.
    """

    id = NewIdField()
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    since = fields.Date(required=True, data_key="from")
    until = fields.Date(required=True)
    org_unit_id = IdField()
    include_children = fields.Boolean(load_default=True)
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    segments = fields.Integer(strict=True, validate=validate.Range(min=FEWEST_SEGMENTS, max=MOST_SEGMENTS))
    min_support = _Share(LEAST_SUPPORT)
    min_confidence = _Share(Decimal(0))

    @validates_schema
    def ask_for_one_thing(self, data: dict[str, Any], **_: Any) -> None:
        if data["until"] < data["since"]:
            raise ValidationError("The last day is not before the first.", "until")
        for kind, names in OF_KIND.items():
            strange = sorted(names & data.keys()) if kind != data["kind"] else []
            if strange:
                raise ValidationError(f"A {data['kind']} does not take this.", strange[0])


class MiningProgressView(Schema):
    done = fields.Integer()
    total = fields.Integer()


class MiningErrorView(Schema):
    """Why there are no results."""

    code = fields.String()
    detail = fields.String()


class MiningRunView(RecordView):
    """A run is its owner's alone, whatever anybody's reach."""

    kind = fields.String(validate=validate.OneOf(KINDS))
    state = fields.String(validate=validate.OneOf(STATES))
    since = fields.Date(data_key="from")
    until = fields.Date()
    org_unit_id = IdField(allow_none=True, attribute="asked_unit_id")
    include_children = fields.Boolean()
    currency = fields.String(allow_none=True)
    segments = fields.Integer(allow_none=True)
    min_support = fields.String(allow_none=True)
    min_confidence = fields.String(allow_none=True)
    progress = fields.Nested(MiningProgressView)
    as_of = fields.Nested(AsOfView, allow_none=True)
    orders = fields.Integer(allow_none=True, metadata={"description": "How many orders were counted."})
    results = fields.Integer(allow_none=True, metadata={"description": "How many rows of results are kept."})
    error = fields.Nested(MiningErrorView, allow_none=True)
    finished_at = fields.AwareDateTime(format="iso", allow_none=True)
    expires_at = fields.AwareDateTime(format="iso", allow_none=True)


class SegmentView(Schema):
    """Customers whose scores come to about the same; A is the best. The borders are those of its customers.

    `score` adds up three scores of 1 to 5: for how lately, how often and for how much they ordered. `share` is that
    of all customers counted, `mean_amount` what one of them ordered for.
    """

    name = fields.String()
    customers = fields.Integer()
    share = fields.String()
    orders = fields.Integer()
    amount = MoneyField(least=None)
    mean_amount = MoneyField(least=None)
    currency = fields.String()
    least_score = fields.Integer()
    most_score = fields.Integer()
    least_days = fields.Integer(metadata={"description": "Days from the last order to the end of the period."})
    most_days = fields.Integer()
    least_orders = fields.Integer()
    most_orders = fields.Integer()
    least_amount = MoneyField(least=None)
    most_amount = MoneyField(least=None)


class PairedProductView(Schema):
    """One product of a pair. `confidence` is the share of the orders with it that hold the other product too."""

    id = IdField()
    name = fields.String()
    orders = fields.Integer()
    confidence = fields.String()


class PairView(Schema):
    """Two products that stood in the same orders.

    `orders` is how many, `support` their share of all orders with products, and `lift` how many times as often that
    is as it would be if the two had nothing to do with each other.
    """

    first = fields.Nested(PairedProductView)
    second = fields.Nested(PairedProductView)
    orders = fields.Integer()
    of_orders = fields.Integer()
    support = fields.String()
    lift = fields.String()


class MiningResultView(Schema):
    """A segment or a pair, as the kind of the run is."""

    place = fields.Integer()
    segment = fields.Nested(SegmentView, allow_none=True)
    pair = fields.Nested(PairView, allow_none=True)


class MiningRowsQuery(StrictSchema):
    """`cursor` is `next` of the page before."""

    cursor = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**31 - 1))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST_ROWS))


class MiningCustomersQuery(MiningRowsQuery):
    """`segment` is the name of one; without it the customers are those of all."""

    segment = fields.String(validate=validate.OneOf(tuple(LETTERS)))


class _RowsView(Schema):
    as_of = fields.Nested(AsOfView, allow_none=True)
    next = fields.String(allow_none=True)
    prev = fields.String(allow_none=True)


class MiningResultsView(_RowsView):
    data = fields.List(fields.Nested(MiningResultView))


class SegmentedCustomerView(Schema):
    """A customer with what was counted of it; `recency`, `frequency` and `value` are its scores, 5 the best."""

    place = fields.Integer()
    customer_id = IdField()
    customer = fields.String()
    segment = fields.String()
    days = fields.Integer()
    orders = fields.Integer()
    amount = MoneyField(least=None)
    recency = fields.Integer()
    frequency = fields.Integer()
    value = fields.Integer()


class SegmentedCustomersView(_RowsView):
    data = fields.List(fields.Nested(SegmentedCustomerView))


LISTING = Listing(
    noun="mining_runs",
    view=MiningRunView,
    fields={
        "id": FieldKind.ID,
        "kind": FieldKind.CHOICE,
        "state": FieldKind.CHOICE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
)


@dataclass(frozen=True)
class MiningRunEvent(Event):
    """The run as it is now. What it counted is told by no event: it is as much as its owner may see."""

    audience: ClassVar[Audience] = Audience.OWNER

    mining_run_id: str
    record_version: int
    kind: str
    state: str
    since: str
    until: str
    org_unit_asked: str | None
    include_children: bool
    currency: str | None
    parameters: dict[str, Any]
    error: str | None
    owner_id: str
    org_unit_id: str
    changes: Changes


class MiningRunQueued(MiningRunEvent):
    type: ClassVar[str] = "reporting.mining_run.queued"


class MiningRunStarted(MiningRunEvent):
    """A process has taken it up for the first time."""

    type: ClassVar[str] = "reporting.mining_run.started"


class MiningRunFinished(MiningRunEvent):
    """Its results are there."""

    type: ClassVar[str] = "reporting.mining_run.finished"


class MiningRunFailed(MiningRunEvent):
    """It could not be counted, as when its owner lost the right; `error` is the code of the reason."""

    type: ClassVar[str] = "reporting.mining_run.failed"


class MiningRunExpired(MiningRunEvent):
    """Its results were kept long enough, and are gone."""

    type: ClassVar[str] = "reporting.mining_run.expired"


class MiningRunDeleted(MiningRunEvent):
    type: ClassVar[str] = "reporting.mining_run.deleted"
