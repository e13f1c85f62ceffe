"""What is said on the wire about the people who use the system and whom they report to."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, PersonRef, RecordView, StrictSchema, UnitRef
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.person:read"
CREATE = "gateway.person:create"
CHANGE = "gateway.person:change"
MOVE = "gateway.person:move"
PLACE = "gateway.person:place"
DEACTIVATE = "gateway.person:deactivate"
REACTIVATE = "gateway.person:reactivate"
SET_PASSWORD = "gateway.person:set_password"
IMPORT = "gateway.person:import"

RIGHTS = {
    READ: "See people and where they stand in the organisation",
    CREATE: "Add a person to a unit",
    CHANGE: "Change a person's name, e-mail, language and time zone",
    MOVE: "Move a person to another unit",
    PLACE: "Place a person under a superior",
    DEACTIVATE: "Close a person's access",
    REACTIVATE: "Open a person's access again",
    SET_PASSWORD: "Set another person's password, to be changed at the next sign-in",
    IMPORT: "Load people from a file, by their login",
}

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
    superior_login = fields.String(allow_none=True, validate=validate.Length(min=1, max=64))
    groups = fields.List(fields.String(validate=validate.Length(max=40)), validate=validate.Length(max=50))
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
    unit_id = IdField(required=True)


class PlacePerson(StrictSchema):
    superior_id = IdField(required=True, allow_none=True)


class SetPassword(StrictSchema):
    password = fields.String(required=True, load_only=True, validate=_password)
    must_change_password = fields.Boolean(load_default=True)


class PersonView(RecordView):
    login = fields.String()
    name = fields.String()
    email = fields.String(allow_none=True)
    org_unit = fields.Nested(UnitRef)
    superior = fields.Nested(PersonRef, allow_none=True)
    groups = fields.List(fields.String(), metadata={"description": "Codes of the groups the person is in."})
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


LISTING = Listing(
    noun="people",
    view=PersonView,
    fields={
        "id": FieldKind.ID,
        "login": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "email": FieldKind.TEXT,
        "org_unit_id": FieldKind.ID,
        "superior_id": FieldKind.ID,
        "active": FieldKind.FLAG,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("login", "name", "created_at", "updated_at"),
    default_sort="login",
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


@dataclass(frozen=True)
class PersonCreated(_PersonEvent):
    type: ClassVar[str] = "gateway.person.created"


@dataclass(frozen=True)
class PersonChanged(_PersonEvent):
    type: ClassVar[str] = "gateway.person.changed"


@dataclass(frozen=True)
class PersonMoved(_PersonEvent):
    type: ClassVar[str] = "gateway.person.moved"


@dataclass(frozen=True)
class PersonPlaced(_PersonEvent):
    type: ClassVar[str] = "gateway.person.placed"


@dataclass(frozen=True)
class PersonDeactivated(_PersonEvent):
    type: ClassVar[str] = "gateway.person.deactivated"


@dataclass(frozen=True)
class PersonReactivated(_PersonEvent):
    type: ClassVar[str] = "gateway.person.reactivated"


@dataclass(frozen=True)
class PersonPasswordSet(_PersonEvent):
    """That the password was set and by whom; never what it is."""

    type: ClassVar[str] = "gateway.person.password_set"


@dataclass(frozen=True)
class PersonJoinedGroup(_PersonEvent):
    type: ClassVar[str] = "gateway.person.joined_group"


@dataclass(frozen=True)
class PersonLeftGroup(_PersonEvent):
    type: ClassVar[str] = "gateway.person.left_group"
