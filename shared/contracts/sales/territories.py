"""What the sales service says on the wire about territories: who sells to which customers, and by which rules."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, NewIdField, PersonRef, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.newest import NewestQuery, NewestView
from shared.contracts.sales.places import CONFLICT, PLACE, PLACEMENTS, POST_CODE, UNPLACED

READ = "sales.territory:read"
CREATE = "sales.territory:create"
CHANGE = "sales.territory:change"
REMOVE = "sales.territory:remove"
REASSIGN = "sales.territory:reassign"
STAFF = "sales.territory:staff"

RIGHTS = {
    READ: "See the territories, their rules and who sells there",
    CREATE: "Found territories",
    CHANGE: "Rename territories, and say by which rules customers are placed there",
    REMOVE: "Remove territories that nothing is left in",
    REASSIGN: "Hand the customers of territories over to those who sell there",
    STAFF: "Place sellers in territories, who then read and write the customers there, and take them out",
}

MOST_TERRITORIES = 5_000
MOST_RULES_AT_ONCE = 100
MOST_RULES = 20_000
"""Of one territory: it may name each of its customers."""

MOST_SELLERS = 100
"""Of one territory; all of them are shown at once."""

MOST_PLACES = 50
"""In which one person sells: they are named in whatever that person asks for."""

_CODE = validate.Regexp(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z")
_NAME = (validate.Length(max=200), validate.Regexp(r"\s*\S"))
_LISTED = validate.Length(min=1, max=100)

NAMES = ("customer_id", "contact_id")
POST_CODES = ("post_code", "post_code_from", "post_code_to")


class CreateTerritory(StrictSchema):
    id = NewIdField()
    code = fields.String(required=True, validate=_CODE)
    name = fields.String(required=True, validate=_NAME)


class ChangeTerritory(StrictSchema):
    """The code stays: other systems may know the territory by it."""

    name = fields.String(required=True, validate=_NAME)


class RuleForm(StrictSchema):
    """Names one customer, or the customer of one contact; or says what customers are, all of which must hold.

    `post_code` is a post code or how it begins. `post_code_from` and `post_code_to` are the first and the last of a row
    of post codes or of their beginnings, both of the same length. Upper and lower case make no difference, nor do
    blanks and hyphens in post codes.
    """

    customer_id = IdField()
    contact_id = IdField()
    province = fields.String(validate=PLACE)
    city = fields.String(validate=PLACE)
    post_code = fields.String(validate=POST_CODE)
    post_code_from = fields.String(validate=POST_CODE)
    post_code_to = fields.String(validate=POST_CODE)
    region = fields.String(validate=_LISTED)
    industry = fields.String(validate=_LISTED)

    @validates_schema
    def be_one_rule(self, data: dict[str, Any], **_: Any) -> None:
        if not data:
            raise ValidationError("Name a customer or a contact, or say what customers are.")
        if any(name in data for name in NAMES) and len(data) > 1:
            raise ValidationError("Whoever is named is placed whatever else they are; say nothing beside the name.")
        if ("post_code_from" in data) != ("post_code_to" in data):
            raise ValidationError("A row of post codes has a first and a last one.", "post_code_to")
        if "post_code" in data and "post_code_from" in data:
            raise ValidationError("Say either how post codes begin, or from which to which they go.", "post_code")


class AddRules(StrictSchema):
    rules = fields.List(fields.Nested(RuleForm), required=True, validate=validate.Length(min=1, max=MOST_RULES_AT_ONCE))


class AssignSeller(StrictSchema):
    person_id = IdField(required=True)


class TerritoryView(RecordView):
    code = fields.String()
    name = fields.String()


class RuleView(Schema):
    """Of post codes the first and the last beginning; they are the same where one beginning is meant."""

    id = IdField()
    customer_id = IdField(allow_none=True)
    contact_id = IdField(allow_none=True)
    province = fields.String(allow_none=True)
    city = fields.String(allow_none=True)
    post_code_from = fields.String(allow_none=True)
    post_code_to = fields.String(allow_none=True)
    region = fields.String(allow_none=True)
    industry = fields.String(allow_none=True)


class AddedRulesView(Schema):
    data = fields.List(fields.Nested(RuleView))


class RulesView(NewestView):
    data = fields.List(fields.Nested(RuleView))


class SellerView(Schema):
    person = fields.Nested(PersonRef, allow_none=True)
    assigned_at = fields.AwareDateTime(format="iso")


class SellersView(Schema):
    data = fields.List(fields.Nested(SellerView))


class TerritoryRef(Schema):
    id = IdField()
    code = fields.String()
    name = fields.String()


class ClaimView(Schema):
    """A territory that claims a customer, and the rules of it before which no other goes."""

    territory = fields.Nested(TerritoryRef)
    rules = fields.List(fields.Nested(RuleView))


class PlacementView(Schema):
    """Where a customer is placed, and which territories claim it by the rules as they are now. Several claims are a
    conflict, which nobody resolves but by changing the rules.
    """

    customer_id = IdField()
    customer_name = fields.String()
    placement = fields.String(validate=validate.OneOf(PLACEMENTS))
    territory = fields.Nested(TerritoryRef, allow_none=True)
    claims = fields.List(fields.Nested(ClaimView))


class ConflictQuery(NewestQuery):
    """`placement` asks for the customers in conflict, or for those that no territory claims."""

    placement = fields.String(load_default=CONFLICT, validate=validate.OneOf((CONFLICT, UNPLACED)))


class ConflictsView(NewestView):
    data = fields.List(fields.Nested(PlacementView))


class SweepView(Schema):
    """Whether every customer is placed by the rules as they are now; until then, how many have been looked at."""

    settled = fields.Boolean()
    checked = fields.Integer()


LISTING = Listing(
    noun="territories",
    view=TerritoryView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("code", "name", "created_at", "updated_at"),
    default_sort="code",
    columns=("name", "code", "created_at"),
)


@dataclass(frozen=True)
class TerritoryEvent(Event):
    """What each event about a territory tells: the territory as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY

    territory_id: str
    record_version: int
    code: str
    name: str
    changes: Changes


class TerritoryCreated(TerritoryEvent):
    type: ClassVar[str] = "sales.territory.created"


class TerritoryChanged(TerritoryEvent):
    type: ClassVar[str] = "sales.territory.changed"


class TerritoryRulesAdded(TerritoryEvent):
    type: ClassVar[str] = "sales.territory.rules_added"


class TerritoryRuleRemoved(TerritoryEvent):
    type: ClassVar[str] = "sales.territory.rule_removed"


@dataclass(frozen=True)
class TerritorySellerAssigned(TerritoryEvent):
    """From now on the person reads and writes the customers of the territory."""

    type: ClassVar[str] = "sales.territory.seller_assigned"
    person_id: str


@dataclass(frozen=True)
class TerritorySellerRemoved(TerritoryEvent):
    type: ClassVar[str] = "sales.territory.seller_removed"
    person_id: str


class TerritoryRemoved(TerritoryEvent):
    type: ClassVar[str] = "sales.territory.removed"
