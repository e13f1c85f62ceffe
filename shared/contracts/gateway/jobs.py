"""What is said on the wire about jobs: imports, exports and bulks, seen as work that goes on."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, PersonRef, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.job:read"
CANCEL = "gateway.job:cancel"

RIGHTS = {
    READ: "See imports, exports and bulks as jobs",
    CANCEL: "Cancel one's own jobs",
}

KINDS = ("bulk", "export", "import", "reassignment", "undo")
STATES = ("running", "finished", "failed", "cancelled", "expired")
SUCCEEDED, FAILED = "succeeded", "failed"
ERRORS_SHOWN = 20


class JobProgress(Schema):
    done = fields.Integer()
    total = fields.Integer(allow_none=True)


class JobOutcome(Schema):
    """`href` is what the job made: a file, or a result a row."""

    succeeded = fields.Integer()
    failed = fields.Integer()
    href = fields.String()


class JobRowView(Schema):
    """What became of one row of a file, of one operation of a bulk, or of one record that a job moved."""

    place = fields.Integer(metadata={"description": "The row of the file, or the place of the operation from zero."})
    id = IdField(allow_none=True)
    outcome = fields.String()
    code = fields.String(allow_none=True)
    messages = fields.List(fields.String())


class JobView(RecordView):
    kind = fields.String(validate=validate.OneOf(KINDS))
    noun = fields.String()
    state = fields.String(validate=validate.OneOf(STATES))
    progress = fields.Nested(JobProgress)
    result = fields.Nested(JobOutcome)
    failure = fields.String(allow_none=True)
    made_by = fields.Nested(PersonRef)


class JobDetailView(JobView):
    errors = fields.List(
        fields.Nested(JobRowView), metadata={"description": f"The first {ERRORS_SHOWN}; all are in the results."}
    )


class JobRowQuery(StrictSchema):
    outcome = fields.String(load_default=None, validate=validate.OneOf((SUCCEEDED, FAILED)))
    cursor = fields.Integer(load_default=-1, validate=validate.Range(min=-1, max=2**31 - 1))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))


class JobRowsView(Schema):
    data = fields.List(fields.Nested(JobRowView))
    next = fields.String(allow_none=True)
    prev = fields.String(allow_none=True)


LISTING = Listing(
    noun="jobs",
    view=JobView,
    fields={
        "id": FieldKind.ID,
        "kind": FieldKind.CHOICE,
        "noun": FieldKind.TEXT,
        "state": FieldKind.CHOICE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    columns=("kind", "noun", "state", "made_by", "created_at"),
)
