"""What the sales service says on the wire about playbooks: what to try, to show and to answer in a stage of a deal."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, MoneyField, NamedRef, NewIdField, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.opportunities import CHANNELS

READ = "sales.playbook:read"
CREATE = "sales.playbook:create"
CHANGE = "sales.playbook:change"

RIGHTS = {
    READ: "See the playbooks of the stages",
    CREATE: "Draw up playbooks",
    CHANGE: "Edit playbooks, attach them to a stage and detach them",
}

TACTIC, DOCUMENT, COUNTER = "tactic", "document", "counter"
KINDS = (TACTIC, DOCUMENT, COUNTER)
MOST_PLAYS = 100
"""Of one playbook."""

MOST_RECOMMENDED = 200
"""For one deal."""


class PlayForm(StrictSchema):
    """A tactic, a document with its link, or what to answer to a competitor. It is for deals with all of the channel,
    product, currency and amount that it names, and for any deal in what it leaves open.
    """

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    title = fields.String(required=True, validate=validate.Length(min=1, max=200))
    text = fields.String(allow_none=True, validate=validate.Length(max=2000))
    link = fields.Url(allow_none=True, schemes={"http", "https"}, validate=validate.Length(max=500))
    competitor = fields.String(allow_none=True, validate=(validate.Length(max=200), validate.Regexp(r"\s*\S")))
    channel = fields.String(allow_none=True, validate=validate.OneOf(CHANNELS))
    product_id = IdField(allow_none=True)
    currency = fields.String(allow_none=True, validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    least_amount = MoneyField(allow_none=True)
    most_amount = MoneyField(allow_none=True)

    @validates_schema
    def be_whole(self, data: dict[str, Any], **_: Any) -> None:
        kind = data.get("kind")
        if kind == DOCUMENT and not data.get("link"):
            raise ValidationError("A document has a link.", "link")
        if (kind == COUNTER) != bool(data.get("competitor")):
            raise ValidationError("A counter answers a competitor, and nothing else does.", "competitor")


_NAME = validate.Length(min=1, max=200)
_STAGE = validate.Length(min=1, max=40)
_PLAYS = validate.Length(min=1, max=MOST_PLAYS)


class CreatePlaybook(StrictSchema):
    id = NewIdField()
    name = fields.String(required=True, validate=_NAME)
    stage = fields.String(allow_none=True, load_default=None, validate=_STAGE)
    plays = fields.List(fields.Nested(PlayForm), required=True, validate=_PLAYS)


class ChangePlaybook(StrictSchema):
    """`stage` attaches the playbook, null detaches it; `plays` replaces all of them."""

    name = fields.String(validate=_NAME)
    stage = fields.String(allow_none=True, validate=_STAGE)
    plays = fields.List(fields.Nested(PlayForm), validate=_PLAYS)


class PlayView(Schema):
    kind = fields.String(validate=validate.OneOf(KINDS))
    title = fields.String()
    text = fields.String(allow_none=True)
    link = fields.String(allow_none=True)
    competitor = fields.String(allow_none=True)
    channel = fields.String(allow_none=True)
    product_id = IdField(allow_none=True)
    currency = fields.String(allow_none=True)
    least_amount = MoneyField(allow_none=True)
    most_amount = MoneyField(allow_none=True)


class PlaybookSummaryView(RecordView):
    name = fields.String()
    stage = fields.String(allow_none=True, metadata={"description": "Null for one that is not attached."})


class PlaybookView(PlaybookSummaryView):
    """A playbook with its plays, in their order."""

    plays = fields.List(fields.Nested(PlayView))


class RecommendedPlay(Schema):
    playbook = fields.Nested(NamedRef)
    title = fields.String()
    text = fields.String(allow_none=True)
    link = fields.String(allow_none=True)
    competitor = fields.String(allow_none=True)


class RecommendationView(Schema):
    """What the playbooks of its stage recommend for a deal as it is now; nothing for one that is won or lost."""

    opportunity_id = IdField()
    stage = fields.String()
    tactics = fields.List(fields.Nested(RecommendedPlay))
    documents = fields.List(fields.Nested(RecommendedPlay))
    counters = fields.List(fields.Nested(RecommendedPlay))


LISTING = Listing(
    noun="playbooks",
    view=PlaybookSummaryView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "stage": FieldKind.CHOICE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("name", "created_at", "updated_at"),
    default_sort="name",
    columns=("name", "stage", "updated_at"),
)


@dataclass(frozen=True)
class PlaybookEvent(Event):
    """What each event about a playbook tells: the playbook as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY

    playbook_id: str
    record_version: int
    name: str
    stage: str | None
    plays: list[dict[str, Any]]
    changes: Changes


class PlaybookCreated(PlaybookEvent):
    type: ClassVar[str] = "sales.playbook.created"


class PlaybookChanged(PlaybookEvent):
    type: ClassVar[str] = "sales.playbook.changed"
