"""What is said on the wire about the people who use the system and whom they report to."""

from dataclasses import dataclass, field
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import SENSITIVE, IdField, PersonRef, RecordView, StrictSchema, UnitRef
from shared.contracts.importing import ListCell
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.person:read"
CREATE = "gateway.person:create"
CHANGE = "gateway.person:change"
MOVE = "gateway.person:move"
PLACE = "gateway.person:place"
DEACTIVATE = "gateway.person:deactivate"
REACTIVATE = "gateway.person:reactivate"
LINK_CUSTOMER = "gateway.person:link_customer"
SET_PASSWORD = "gateway.person:set_password"
ASSIGN = "gateway.person:assign"
IMPORT = "gateway.person:import"
UNDO = "gateway.person:undo"
SIGN_OUT = "gateway.person:sign_out"
RESET_SECOND_FACTOR = "gateway.person:reset_second_factor"

RIGHTS = {
    READ: "See people and where they stand in the organisation",
    CREATE: "Add a person to a unit",
    CHANGE: "Change a person's name, e-mail, language and time zone",
    MOVE: "Move a person to another unit",
    PLACE: "Place a person under a superior",
    LINK_CUSTOMER: "Say which customer a person belongs to, for the customer portal",
    DEACTIVATE: "Close a person's access",
    REACTIVATE: "Open a person's access again",
    SET_PASSWORD: "Set another person's password, to be changed at the next sign-in",
    ASSIGN: "Let a person belong to a department of their unit",
    IMPORT: "Load people from a file, by their login",
    UNDO: "Take back what one's own imports and bulks did to people",
    SIGN_OUT: "End all sessions and tokens of a person",
    RESET_SECOND_FACTOR: "Take a person's second factor away, so that a new one can be enrolled",
}

KINDS = ("person", "service")
LOCALES = ("en", "zh")
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200

_name = validate.Length(min=1, max=200)
_email = validate.Length(max=254)
_password = validate.Length(min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD)


class CreatePerson(StrictSchema):
    login = fields.String(required=True, validate=validate.Length(min=1, max=64))
    name = fields.String(required=True, validate=_name)
    email = fields.Email(load_default=None, allow_none=True, validate=_email)
    unit_id = IdField(required=True)
    superior_id = IdField(load_default=None, allow_none=True)
    groups = fields.List(fields.String(), load_default=list, validate=validate.Length(max=50))
    password = fields.String(load_default=None, allow_none=True, load_only=True, validate=_password)
    must_change_password = fields.Boolean(load_default=True)
    locale = fields.String(load_default="en", validate=validate.OneOf(LOCALES))
    time_zone = fields.String(load_default="UTC", validate=validate.Length(max=40))


class PersonRow(StrictSchema):
    """A person in a file; `login` says who. Unit, superior and groups are named by their codes and login."""

    login = fields.String(required=True, validate=validate.Length(min=1, max=64))
    name = fields.String(required=True, validate=_name)
    unit_code = fields.String(required=True, validate=validate.Length(min=1, max=20))
    superior_login = fields.String(allow_none=True, validate=validate.Length(max=64))
    department_code = fields.String(allow_none=True, validate=validate.Length(max=20))
    positions = ListCell(fields.String(validate=validate.Length(max=40)), validate=validate.Length(max=50))
    groups = ListCell(fields.String(validate=validate.Length(max=40)), validate=validate.Length(max=50))
    email = fields.Email(allow_none=True, validate=_email)
    locale = fields.String(validate=validate.OneOf(LOCALES))
    time_zone = fields.String(validate=validate.Length(max=40))


class FirstPassword(StrictSchema):
    """What people whom a load adds sign in with at first."""

    password = fields.String(load_default=None, allow_none=True, load_only=True, validate=_password)
    must_change_password = fields.Boolean(load_default=True)


class ChangePerson(StrictSchema):
    name = fields.String(validate=_name)
    email = fields.Email(allow_none=True, validate=_email)
    locale = fields.String(validate=validate.OneOf(LOCALES))
    time_zone = fields.String(validate=validate.Length(max=40))


class MovePerson(StrictSchema):
    """From today on, or from a day to come (`from`); for good, or until the last day (`until`), after which the person
    goes back to where they stand now. Days are those of UTC.
    """

    unit_id = IdField(required=True)
    begin = fields.Date(data_key="from", load_default=None, allow_none=True)
    last = fields.Date(data_key="until", load_default=None, allow_none=True)


class AssignPerson(StrictSchema):
    """A department of the person's unit, or none. It has no effect on what the person may see."""

    department_id = IdField(required=True, allow_none=True)


class PlacePerson(StrictSchema):
    superior_id = IdField(required=True, allow_none=True)


class LinkCustomer(StrictSchema):
    """With null the person belongs to no customer any more."""

    customer_id = IdField(required=True, allow_none=True)


class SetPassword(StrictSchema):
    password = fields.String(required=True, load_only=True, validate=_password)
    must_change_password = fields.Boolean(load_default=True)


class PersonView(RecordView):
    kind = fields.String(
        validate=validate.OneOf(KINDS), metadata={"description": "A person, or the service account of a program."}
    )
    login = fields.String()
    name = fields.String()
    email = fields.String(allow_none=True, metadata=SENSITIVE)
    org_unit = fields.Nested(UnitRef)
    superior = fields.Nested(PersonRef, allow_none=True)
    department_id = IdField(allow_none=True)
    department_code = fields.String(allow_none=True)
    groups = fields.List(fields.String(), metadata={"description": "Codes of the groups the person is in."})
    customer_id = IdField(
        allow_none=True, metadata={"description": "The customer this person belongs to; staff belong to none."}
    )
    active = fields.Boolean()
    must_change_password = fields.Boolean()
    locale = fields.String()
    time_zone = fields.String()


class MembershipView(Schema):
    """Where a person stood from one moment until (not including) another; `until` is null for today's place."""

    org_unit = fields.Nested(UnitRef)
    since = fields.DateTime()
    until = fields.DateTime(allow_none=True)


class MembershipsView(Schema):
    data = fields.List(fields.Nested(MembershipView))
    next = fields.String(allow_none=True)
    prev = fields.String(allow_none=True, metadata={"description": "Always null: places are read on, not back."})


class MembershipsQuery(StrictSchema):
    """Which page of the places, oldest first."""

    cursor = fields.String(validate=validate.Length(min=1, max=1000))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


LISTING = Listing(
    noun="people",
    view=PersonView,
    fields={
        "id": FieldKind.ID,
        "kind": FieldKind.TEXT,
        "login": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "email": FieldKind.TEXT,
        "org_unit_id": FieldKind.ID,
        "superior_id": FieldKind.ID,
        "department_id": FieldKind.ID,
        "active": FieldKind.FLAG,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("login", "name", "created_at", "updated_at"),
    default_sort="login",
    columns=("name", "login", "org_unit", "superior", "groups", "active", "email"),
)


@dataclass(frozen=True)
class _PersonEvent(Event):
    id: str
    login: str
    name: str
    email: str | None
    unit_id: str
    superior_id: str | None
    path: str
    active: bool
    changes: Changes
    department_id: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class PersonCreated(_PersonEvent):
    """`groups` are the codes of those that the person was put into at once."""

    type: ClassVar[str] = "gateway.person.created"
    groups: list[str] = field(default_factory=list)


class PersonChanged(_PersonEvent):
    type: ClassVar[str] = "gateway.person.changed"


class PersonMoved(_PersonEvent):
    type: ClassVar[str] = "gateway.person.moved"


class PersonAssigned(_PersonEvent):
    """To a department of their unit, or to none any more."""

    type: ClassVar[str] = "gateway.person.assigned"


class PersonAppointed(_PersonEvent):
    """To a position; `changes` name it, with the first day and the last."""

    type: ClassVar[str] = "gateway.person.appointed"


class PersonRelieved(_PersonEvent):
    """Of a position; `changes` name it, with the last day unless it is over at once."""

    type: ClassVar[str] = "gateway.person.relieved"


class PersonPlaced(_PersonEvent):
    type: ClassVar[str] = "gateway.person.placed"


@dataclass(frozen=True)
class PersonLinkedToCustomer(_PersonEvent):
    """From now on the person's reach `customer` shows what belongs to this customer; to none when it is null."""

    type: ClassVar[str] = "gateway.person.linked_to_customer"
    customer_id: str | None


class PersonDeactivated(_PersonEvent):
    type: ClassVar[str] = "gateway.person.deactivated"


class PersonReactivated(_PersonEvent):
    type: ClassVar[str] = "gateway.person.reactivated"


class PersonPasswordSet(_PersonEvent):
    """That the password was set and by whom; never what it is."""

    type: ClassVar[str] = "gateway.person.password_set"


class PersonJoinedGroup(_PersonEvent):
    type: ClassVar[str] = "gateway.person.joined_group"


class PersonLeftGroup(_PersonEvent):
    type: ClassVar[str] = "gateway.person.left_group"


class PersonSignedOutEverywhere(_PersonEvent):
    """That every session and token of the person ended."""

    type: ClassVar[str] = "gateway.person.signed_out_everywhere"


@dataclass(frozen=True)
class PersonTokenEvent(_PersonEvent):
    """About a token that was made for a program; never the token itself."""

    token_id: str
    label: str
    scopes: list[str]


class PersonTokenMade(PersonTokenEvent):
    type: ClassVar[str] = "gateway.person.token_made"


class PersonTokenNarrowed(PersonTokenEvent):
    type: ClassVar[str] = "gateway.person.token_narrowed"


class PersonTokenRevoked(PersonTokenEvent):
    type: ClassVar[str] = "gateway.person.token_revoked"


@dataclass(frozen=True)
class PersonConsentRevoked(_PersonEvent):
    """That the person no longer lets a program act for them; all its tokens ended."""

    type: ClassVar[str] = "gateway.person.consent_revoked"
    consent_id: str
    client_id: str
    client: str
    scopes: list[str]


class PersonSecondFactorConfirmed(_PersonEvent):
    """That signing in takes a code from now on."""

    type: ClassVar[str] = "gateway.person.second_factor_confirmed"


class PersonSecondFactorRemoved(_PersonEvent):
    type: ClassVar[str] = "gateway.person.second_factor_removed"


class PersonSecondFactorReset(_PersonEvent):
    """That an administrator took the second factor away."""

    type: ClassVar[str] = "gateway.person.second_factor_reset"


class PersonPasswordResetHandedOver(_PersonEvent):
    """That somebody in charge read the token of a reset that the person asked for."""

    type: ClassVar[str] = "gateway.person.password_reset_handed_over"
