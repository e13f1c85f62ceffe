"""What the sales service says about the levels of customers on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import MoneyField, NewIdField, RecordView, StrictSchema, follows
from shared.contracts.listing import FieldKind, Listing

READ = "sales.customer_level:read"
DEFINE = "sales.customer_level:define"
CHANGE = "sales.customer_level:change"
REMOVE = "sales.customer_level:remove"

RIGHTS = {
    READ: "See what each level of customers means",
    DEFINE: "Say what a level of customers means: how often they are seen to, their discount, how soon they are helped",
    CHANGE: "Change what a level of customers means",
    REMOVE: "Let a level of customers mean nothing any more",
}

PICKLISTS = {"code": "customer_level"}
"""A level is one of the company's managed list, which customers follow too."""

LONGEST_FOLLOW_UP = 3_650
MOST_HOURS = 8_760
HIGHEST_RANK = 1_000

_HOURS = validate.Range(min=1, max=MOST_HOURS)


class SolveWithin(StrictSchema):
    """In how many hours a request of each severity is to be solved; one that is not named takes what is usual."""

    low = fields.Integer(strict=True, validate=_HOURS)
    normal = fields.Integer(strict=True, validate=_HOURS)
    high = fields.Integer(strict=True, validate=_HOURS)
    critical = fields.Integer(strict=True, validate=_HOURS)


class _LevelFields(StrictSchema):
    """What is null is not ruled: nobody is reminded, any discount goes, no amount raises a customer to this level."""

    follow_up_days = fields.Integer(allow_none=True, strict=True, validate=validate.Range(min=1, max=LONGEST_FOLLOW_UP))
    discount_ceiling = MoneyField(allow_none=True, validate=validate.Range(max=100))
    solve_within_hours = fields.Nested(SolveWithin)
    rises_over = MoneyField(allow_none=True)
    currency = fields.String(allow_none=True, validate=validate.Regexp(r"^[A-Z]{3}\Z"))


class DefineCustomerLevel(_LevelFields):
    """`rank` orders the levels: a customer only rises from a lower one to a higher one."""

    id = NewIdField()
    code = fields.String(required=True, validate=validate.Length(min=1, max=100), metadata=follows("customer_level"))
    rank = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=HIGHEST_RANK))


class ChangeCustomerLevel(_LevelFields):
    """`solve_within_hours` replaces all hours of the level. The code stays."""

    rank = fields.Integer(strict=True, validate=validate.Range(min=1, max=HIGHEST_RANK))


class CustomerLevelView(RecordView):
    code = fields.String(metadata=follows("customer_level"))
    rank = fields.Integer(metadata={"description": "The higher, the better the customer."})
    follow_up_days = fields.Integer(
        allow_none=True,
        metadata={"description": "How many days may pass without a touch; the owner is reminded on the day after."},
    )
    discount_ceiling = MoneyField(allow_none=True, metadata={"description": "Percent that a quoted line may take off."})
    solve_within_hours = fields.Nested(SolveWithin)
    rises_over = MoneyField(
        allow_none=True,
        metadata={"description": "A customer whose confirmed orders come to more than this rises to the level."},
    )
    currency = fields.String(allow_none=True, metadata={"description": "That of `rises_over`."})


LISTING = Listing(
    noun="customer-levels",
    view=CustomerLevelView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "rank": FieldKind.NUMBER,
        "follow_up_days": FieldKind.NUMBER,
        "currency": FieldKind.CHOICE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "code", "rank"),
    default_sort="rank",
)


@dataclass(frozen=True)
class CustomerLevelEvent(Event):
    """What each event about a level tells: what it means now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY

    customer_level_id: str
    record_version: int
    code: str
    rank: int
    follow_up_days: int | None
    discount_ceiling: str | None
    solve_within_hours: dict[str, int]
    rises_over: str | None
    currency: str | None
    changes: Changes


class CustomerLevelDefined(CustomerLevelEvent):
    type: ClassVar[str] = "sales.customer_level.defined"


class CustomerLevelRedefined(CustomerLevelEvent):
    """What the level means changed. That a customer came to another level is told of the customer."""

    type: ClassVar[str] = "sales.customer_level.redefined"


class CustomerLevelRemoved(CustomerLevelEvent):
    """The level means nothing any more; customers may still bear it."""

    type: ClassVar[str] = "sales.customer_level.removed"
