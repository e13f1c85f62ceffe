"""What the sales service says about templates of Word documents on the wire, and the rights that the gateway checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, NewIdField, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "sales.document_template:read"
CREATE = "sales.document_template:create"
UPLOAD = "sales.document_template:upload"
REMOVE = "sales.document_template:remove"

RIGHTS = {
    READ: "See the templates of documents, and fetch them",
    CREATE: "Begin a template of documents",
    UPLOAD: "Send another Word file for a template",
    REMOVE: "Take a template of documents away",
}

QUOTATION, PROPOSAL = "quotation", "proposal"
KINDS = (QUOTATION, PROPOSAL)
LARGEST_TEMPLATE = 2 * 1024 * 1024

_LINE = (
    "line.position", "line.code", "line.name", "line.quantity", "line.unit_price", "line.discount_percent",
    "line.tax_percent", "line.net", "line.tax", "line.gross", "line.attributes",
)  # fmt: skip
_QUOTATION = (
    "quotation.number", "quotation.version", "quotation.status", "quotation.valid_until", "quotation.currency",
    "quotation.net", "quotation.tax", "quotation.gross", "quotation.note",
)  # fmt: skip
_EVERYWHERE = ("customer.name", "owner.name", "unit.name", "today")
_DEAL = (
    "opportunity.number", "opportunity.name", "opportunity.product", "opportunity.stage", "opportunity.amount",
    "opportunity.currency", "opportunity.expected_close_date", "opportunity.next_step",
)  # fmt: skip

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        QUOTATION: (*_QUOTATION, *_EVERYWHERE, *_LINE),
        PROPOSAL: (*_DEAL, *_EVERYWHERE),
    }
)
"""What a template of each kind may name between `{{` and `}}`. A row of a table that names fields of a line is there
once for each line.
"""


class CreateDocumentTemplate(StrictSchema):
    """It begins with the Word file that the product comes with: fetch that, edit it, and send yours to its address."""

    id = NewIdField()
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    name = fields.String(required=True, validate=(validate.Length(max=200), validate.Regexp(r"\s*\S")))


class DocumentTemplateView(RecordView):
    kind = fields.String(validate=validate.OneOf(KINDS))
    name = fields.String()
    size = fields.Integer(metadata={"description": "Of the Word file, in bytes."})
    digest = fields.String(metadata={"description": "SHA-256 of the Word file."})
    fields_named = fields.List(fields.String(), metadata={"description": "What is filled in, by its name."})
    uploaded_at = fields.AwareDateTime(format="iso")


class ChosenTemplate(StrictSchema):
    """By default the template of this kind whose file came last, or the shipped one while there is none."""

    document_template_id = IdField()


LISTING = Listing(
    noun="document-templates",
    view=DocumentTemplateView,
    fields={
        "id": FieldKind.ID,
        "kind": FieldKind.CHOICE,
        "name": FieldKind.TEXT,
        "uploaded_at": FieldKind.TIME,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "name"),
    default_sort="name",
    columns=("name", "kind", "size", "uploaded_at"),
)


@dataclass(frozen=True)
class DocumentTemplateEvent(Event):
    """What each event about a template tells: the template as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY

    document_template_id: str
    record_version: int
    kind: str
    name: str
    digest: str
    changes: Changes


class DocumentTemplateCreated(DocumentTemplateEvent):
    type: ClassVar[str] = "sales.document_template.created"


class DocumentTemplateUploaded(DocumentTemplateEvent):
    """Documents are made from this file from now on."""

    type: ClassVar[str] = "sales.document_template.uploaded"


class DocumentTemplateRemoved(DocumentTemplateEvent):
    type: ClassVar[str] = "sales.document_template.removed"
