"""What a service tells the gateway's door about a file that somebody may fetch."""

from marshmallow import Schema, fields


class StoredFile(Schema):
    """`path` is where the port of files has it (`shared.files`), `name` what the caller sees."""

    path = fields.String()
    name = fields.String()
    media_type = fields.String()
    size = fields.Integer()
