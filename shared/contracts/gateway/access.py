"""What is said on the wire about oneself and, among services, about the organisation and who may see what."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, PersonRef, StrictSchema

EXPLAIN = "gateway.access:explain"
SIMULATE = "gateway.access:simulate"

RIGHTS = {
    EXPLAIN: "See why somebody may or may not reach a record",
    SIMULATE: "See what a change of groups or people would open and close, before it is made",
}


class ExplainQuery(StrictSchema):
    """`record` is `noun:id` (`sales.lead:0190…`, or `lead:0190…` where only one service has the noun) or the record's
    address (`/v1/leads/0190…`). `right` is by default the right to read it.
    """

    user = IdField(required=True, metadata={"description": "The id of the person it is about."})
    record = fields.String(required=True, validate=validate.Length(min=1, max=200))
    right = fields.String(validate=validate.Length(max=120))


class LinkView(Schema):
    """One rule of the chain. What may lead to the record is alternative: one way that holds is enough."""

    rule = fields.String(metadata={"description": "Stable; for programs."})
    holds = fields.Boolean()
    sentence = fields.String(metadata={"description": "The same for people, in the language of Accept-Language."})
    facts = fields.Dict(metadata={"description": "Ids, codes and names that the rule was decided by."})


class ExplainedRecord(Schema):
    noun = fields.String()
    id = fields.String(metadata={"description": "Its id, or its code where that is how it is read."})
    address = fields.String()


class ExplanationView(Schema):
    user = fields.Nested(PersonRef)
    record = fields.Nested(ExplainedRecord)
    right = fields.String()
    may = fields.Boolean()
    answer = fields.Integer(
        metadata={"description": "What a call with this right on the record answers: 200 stands for any success."}
    )
    sentence = fields.String()
    chain = fields.List(fields.Nested(LinkView))


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
    realm = fields.String(metadata={"description": "internal, or partner where the unit is an agent or a dealer."})
    must_change_password = fields.Boolean()
    locale = fields.String()
    time_zone = fields.String()
    currency = fields.String(
        metadata={"description": "Of one's unit, or of the nearest above it that has one; else the installation's."}
    )


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
    node = fields.Integer()
    login = fields.String()
    name = fields.String()
    unit_id = fields.String()
    path = fields.String()
    active = fields.Boolean()


class ChangedField(Schema):
    id = fields.String()
    entity = fields.String()
    code = fields.String()
    type = fields.String()
    label = fields.Dict()
    required = fields.Boolean()
    multiple = fields.Boolean()
    picklist = fields.String(allow_none=True)
    references = fields.String(allow_none=True)
    currency = fields.String(allow_none=True)
    default = fields.Raw(allow_none=True)
    position = fields.Integer()
    retired = fields.Boolean()


class ChangedChoice(Schema):
    id = fields.String()
    picklist = fields.String()
    code = fields.String()
    label = fields.Dict()
    position = fields.Integer()
    retired = fields.Boolean()


class OrganisationChanges(Schema):
    """What changed after a version. The replica stands at `version` once it has taken all of this in."""

    version = fields.Integer()
    units = fields.List(fields.Nested(ChangedUnit))
    people = fields.List(fields.Nested(ChangedPerson))
    custom_fields = fields.List(fields.Nested(ChangedField))
    choices = fields.List(fields.Nested(ChangedChoice))
    more = fields.Boolean()


class PeopleWhoMay(Schema):
    """People in the order of their ids; `next` is the id to ask for more after, or null."""

    people = fields.List(fields.Nested(PersonRef))
    next = fields.String(allow_none=True)
