"""What is said on the wire about where customers are: on the map, and in the territories."""

from marshmallow import fields, validate

from shared.contracts.fields import DegreesField, StrictSchema

PLACED, UNPLACED, CONFLICT = "placed", "unplaced", "conflict"
PLACEMENTS = (PLACED, UNPLACED, CONFLICT)
"""How a customer stands to the territories: in one, claimed by none, or by several of which none goes before."""

POST_CODE = validate.Regexp(r"^[0-9A-Za-z](?:[0-9A-Za-z -]{0,18}[0-9A-Za-z])?\Z")
PLACE = (validate.Length(max=100), validate.Regexp(r"\s*\S"))
ADDRESS = (validate.Length(max=500), validate.Regexp(r"\s*\S"))


class Whereabouts(StrictSchema):
    """Where a customer is said to be. A position on the map is both degrees, or none."""

    country = fields.String(allow_none=True, validate=validate.Length(min=1, max=100))
    province = fields.String(allow_none=True, validate=PLACE)
    city = fields.String(allow_none=True, validate=PLACE)
    post_code = fields.String(allow_none=True, validate=POST_CODE)
    address = fields.String(allow_none=True, validate=ADDRESS)
    latitude = DegreesField(allow_none=True)
    longitude = DegreesField(allow_none=True)
