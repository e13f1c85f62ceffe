"""What is said on the wire about the accounts of programs, which stand in a unit and have groups like a person."""

from marshmallow import fields, validate

from shared.contracts.fields import IdField, StrictSchema
from shared.contracts.gateway.people import PersonView
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.service_account:read"
CREATE = "gateway.service_account:create"
MAKE_TOKEN = "gateway.service_account:make_token"
NARROW_TOKEN = "gateway.service_account:narrow_token"
REVOKE_TOKEN = "gateway.service_account:revoke_token"

RIGHTS = {
    READ: "See the accounts of programs, and when their tokens were last used",
    CREATE: "Set up an account for a program in a unit",
    MAKE_TOKEN: "Make a token for a program's account",
    NARROW_TOKEN: "Let a program's token do less",
    REVOKE_TOKEN: "End a program's token",
}


class CreateServiceAccount(StrictSchema):
    login = fields.String(required=True, validate=validate.Length(min=1, max=64))
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    unit_id = IdField(required=True)
    groups = fields.List(fields.String(), load_default=list, validate=validate.Length(max=50))


LISTING = Listing(
    noun="service accounts",
    view=PersonView,
    fields={
        "id": FieldKind.ID,
        "login": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "org_unit_id": FieldKind.ID,
        "active": FieldKind.FLAG,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("login", "name", "created_at", "updated_at"),
    default_sort="login",
)
