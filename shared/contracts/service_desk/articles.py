"""What the service desk says about knowledge base articles on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import NamedRef, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "service_desk.article:read"
CREATE = "service_desk.article:create"
CHANGE = "service_desk.article:change"
SUBMIT = "service_desk.article:submit"
REJECT = "service_desk.article:reject"
PUBLISH = "service_desk.article:publish"
REVISE = "service_desk.article:revise"
RETIRE = "service_desk.article:retire"
IMPORT = "service_desk.article:import"
UNDO = "service_desk.article:undo"

RIGHTS = {
    READ: "Read published articles, and drafts within reach",
    CREATE: "Write articles",
    CHANGE: "Edit articles that are not published yet",
    SUBMIT: "Hand articles in for review",
    REJECT: "Send articles in review back to their author",
    PUBLISH: "Publish reviewed articles to the whole company",
    REVISE: "Take published articles back to write a new edition",
    RETIRE: "Take articles out of use",
    IMPORT: "Load articles from a file, by their external id",
    UNDO: "Take back what one's own imports and bulks did to articles",
}

STATUSES = ("draft", "review", "published", "retired")
_TITLE = (validate.Length(min=1, max=200), validate.Regexp(r"\s*\S"))
_BODY = (validate.Length(min=1, max=50_000), validate.Regexp(r"\s*\S"))


class _ArticleFields(StrictSchema):
    symptoms = fields.String(validate=validate.Length(max=4000))
    external_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=120))


class CreateArticle(_ArticleFields):
    id = NewIdField()
    title = fields.String(required=True, validate=_TITLE)
    body = fields.String(required=True, validate=_BODY)


class ChangeArticle(_ArticleFields):
    title = fields.String(validate=_TITLE)
    body = fields.String(validate=_BODY)


class ArticleRow(_ArticleFields):
    """An article in a file; `external_id` says which. It is a draft until somebody publishes it."""

    external_id = fields.String(required=True, validate=validate.Length(min=1, max=120))
    title = fields.String(required=True, validate=_TITLE)
    symptoms = fields.String(allow_none=True, validate=validate.Length(max=4000))
    body = fields.String(required=True, validate=_BODY)


class ArticleView(OwnedRecordView):
    title = fields.String()
    symptoms = fields.String()
    body = fields.String()
    external_id = fields.String(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    edition = fields.Integer()
    success_count = fields.Integer()
    published_at = fields.AwareDateTime(format="iso", allow_none=True)


class EditionView(Schema):
    """What an article said when it was published."""

    edition = fields.Integer()
    title = fields.String()
    symptoms = fields.String()
    body = fields.String()
    published_at = fields.AwareDateTime(format="iso")
    published_by = fields.Nested(NamedRef)


class EditionsView(Schema):
    data = fields.List(fields.Nested(EditionView))


class AskSolutions(StrictSchema):
    """What is wrong, in the caller's words."""

    symptoms = fields.String(required=True, validate=validate.Length(min=1, max=400))


class SolutionView(Schema):
    """A published article, and how many of the words asked for it has."""

    article = fields.Nested(ArticleView)
    matches = fields.Integer()
    success_count = fields.Integer()


class SolutionsView(Schema):
    data = fields.List(fields.Nested(SolutionView))


LISTING = Listing(
    noun="articles",
    view=ArticleView,
    fields={
        "id": FieldKind.ID,
        "title": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "external_id": FieldKind.TEXT,
        "success_count": FieldKind.NUMBER,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
        "published_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "title", "success_count"),
    searchable=True,
)


@dataclass(frozen=True)
class ArticleEvent(Event):
    """What each event about an article tells: the article as it is now, and what changed."""

    article_id: str
    title: str
    symptoms: str
    status: str
    edition: int
    success_count: int
    owner_id: str
    org_unit_id: str
    changes: Changes


class ArticleCreated(ArticleEvent):
    """An article was begun."""

    type: ClassVar[str] = "service_desk.article.created"


class ArticleChanged(ArticleEvent):
    """A draft was edited."""

    type: ClassVar[str] = "service_desk.article.changed"


class ArticleSubmitted(ArticleEvent):
    """A draft waits for review."""

    type: ClassVar[str] = "service_desk.article.submitted"


@dataclass(frozen=True)
class ArticleRejected(ArticleEvent):
    """Review sent an article back to its author."""

    type: ClassVar[str] = "service_desk.article.rejected"
    reason: str


class ArticlePublished(ArticleEvent):
    """An edition of an article is open to the whole company."""

    type: ClassVar[str] = "service_desk.article.published"


class ArticleRevised(ArticleEvent):
    """A published article is a draft again, for its next edition."""

    type: ClassVar[str] = "service_desk.article.revised"


class ArticleRetired(ArticleEvent):
    """An article is out of use."""

    type: ClassVar[str] = "service_desk.article.retired"


@dataclass(frozen=True)
class ArticleHelped(ArticleEvent):
    """A request was solved with this article."""

    type: ClassVar[str] = "service_desk.article.helped"
    request_id: str


class ArticleRemoved(ArticleEvent):
    """A job that had written the article was taken back."""

    type: ClassVar[str] = "service_desk.article.removed"
