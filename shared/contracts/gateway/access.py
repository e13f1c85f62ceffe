"""What is said on the wire about oneself and, among services, about the organisation and who may see what."""

from marshmallow import Schema, fields

from shared.contracts.fields import PersonRef


class OwnUnit(Schema):
    id = fields.String()
    code = fields.String()
    name = fields.String()
    kind = fields.String()


class MeView(Schema):
    id = fields.String()
    login = fields.String()
    name = fields.String()
    email = fields.String(allow_none=True)
    org_unit = fields.Nested(OwnUnit)
    superior = fields.Nested(PersonRef, allow_none=True)
    groups = fields.List(fields.String())
    rights = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "Each right one holds, with how far it reaches."},
    )
    must_change_password = fields.Boolean()
    locale = fields.String()
    time_zone = fields.String()


class RightView(Schema):
    right = fields.String()
    meaning = fields.String()


class RightsView(Schema):
    data = fields.List(fields.Nested(RightView))


class ChangedUnit(Schema):
    id = fields.String()
    node = fields.Integer()
    parent_id = fields.String(allow_none=True)
    path = fields.String()
    kind = fields.String()
    code = fields.String()
    name = fields.String()
    closed = fields.Boolean()


class ChangedPerson(Schema):
    id = fields.String()
    login = fields.String()
    name = fields.String()
    unit_id = fields.String()
    path = fields.String()
    active = fields.Boolean()


class OrganisationChanges(Schema):
    """What changed after a version. The replica stands at `version` once it has taken all of this in."""

    version = fields.Integer()
    units = fields.List(fields.Nested(ChangedUnit))
    people = fields.List(fields.Nested(ChangedPerson))
    more = fields.Boolean()


class PeopleWhoMay(Schema):
    """People in the order of their ids; `next` is the id to ask for more after, or null."""

    people = fields.List(fields.Nested(PersonRef))
    next = fields.String(allow_none=True)
