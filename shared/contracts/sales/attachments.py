"""What the sales service says on the wire about files attached to its records."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, PersonRef, StrictSchema
from shared.contracts.newest import NewestView
from shared.contracts.sales.orders import OrderView
from shared.contracts.stored_files import StoredFile

LARGEST_FILE = 20 * 1024 * 1024
MOST_FILES = 500
"""Of one record."""

MEDIA_TYPE = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}\Z"
FILE_NAME = r"(?!\.{1,2}\Z)[^/\\\x00-\x1f\x7f]*[^/\\\s\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*\Z"


class AttachFile(StrictSchema):
    """What the file is called and what it is; its content is sent to the address of the file then."""

    name = fields.String(required=True, validate=(validate.Length(min=1, max=200), validate.Regexp(FILE_NAME)))
    media_type = fields.String(load_default="application/octet-stream", validate=validate.Regexp(MEDIA_TYPE))
    note = fields.String(allow_none=True, load_default=None, validate=validate.Length(min=1, max=2000))


class AttachmentView(Schema):
    id = IdField()
    name = fields.String()
    version = fields.Integer(metadata={"description": "Which of the files of this name on the record it is."})
    media_type = fields.String()
    note = fields.String(allow_none=True)
    size = fields.Integer(allow_none=True, metadata={"description": "In bytes; null until the content is there."})
    digest = fields.String(allow_none=True, metadata={"description": "SHA-256 of the content."})
    author = fields.Nested(PersonRef, allow_none=True)
    created_at = fields.AwareDateTime(format="iso")
    for_partners = fields.Boolean(metadata={"description": "Whether partners who see the deal may have it."})


class FileForPartnersView(Schema):
    """What partners are told of a file: nothing that colleagues noted."""

    id = IdField()
    name = fields.String()
    version = fields.Integer()
    media_type = fields.String()
    size = fields.Integer()
    digest = fields.String(metadata={"description": "SHA-256 of the content."})
    created_at = fields.AwareDateTime(format="iso")


class FilesForPartnersView(NewestView):
    data = fields.List(fields.Nested(FileForPartnersView))


class AttachmentsView(NewestView):
    data = fields.List(fields.Nested(AttachmentView))


class OrderBundle(Schema):
    """What the gateway's door is told of an order that somebody takes along, with all files on it."""

    name = fields.String()
    order = fields.Nested(OrderView)
    files = fields.List(fields.Nested(StoredFile))
