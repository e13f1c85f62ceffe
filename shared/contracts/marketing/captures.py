"""What the marketing service says about submissions of public forms; `LeadCaptured` stands with campaigns."""

from marshmallow import fields, validate

from shared.contracts.fields import IdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "marketing.capture:read"

RIGHTS = {READ: "See who left an address in a campaign's public form"}


class SubmitForm(StrictSchema):
    """A public form. `website` is hidden from people: whoever fills it in is a machine."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    company = fields.String(allow_none=True, validate=validate.Length(max=200))
    email = fields.Email(allow_none=True, validate=validate.Length(max=254))
    phone = fields.String(allow_none=True, validate=validate.Length(max=50))
    note = fields.String(allow_none=True, validate=validate.Length(max=2000))
    website = fields.String(allow_none=True, validate=validate.Length(max=2000))


class FormReceived(StrictSchema):
    received = fields.Boolean()


class CaptureView(OwnedRecordView):
    campaign_id = IdField()
    name = fields.String()
    company = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    note = fields.String(allow_none=True)


LISTING = Listing(
    noun="captures",
    view=CaptureView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "company": FieldKind.TEXT,
        "email": FieldKind.TEXT,
        "created_at": FieldKind.TIME,
    },
    sorts=("created_at", "name"),
)
