"""What the sales service says on the wire about proposals, which are kept among the files of their deal."""

from marshmallow import fields, validate

from shared.contracts.fields import IdField, StrictSchema


class GenerateProposal(StrictSchema):
    """By default from the template of proposals whose file came last, or the shipped one while there is none."""

    document_template_id = IdField(load_default=None)
    note = fields.String(allow_none=True, load_default=None, validate=validate.Length(min=1, max=2000))
