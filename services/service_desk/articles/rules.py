"""When an article may change, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from enum import StrEnum

from shared.errors import Conflict, RuleBroken


class ArticleStatus(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    RETIRED = "retired"


TRANSITIONS: Mapping[str, Mapping[ArticleStatus, ArticleStatus]] = {
    "submit": {ArticleStatus.DRAFT: ArticleStatus.REVIEW},
    "reject": {ArticleStatus.REVIEW: ArticleStatus.DRAFT},
    "publish": {ArticleStatus.REVIEW: ArticleStatus.PUBLISHED},
    "revise": {ArticleStatus.PUBLISHED: ArticleStatus.DRAFT},
    "retire": {
        ArticleStatus.DRAFT: ArticleStatus.RETIRED,
        ArticleStatus.REVIEW: ArticleStatus.RETIRED,
        ArticleStatus.PUBLISHED: ArticleStatus.RETIRED,
    },
}


class ArticleCannotDoThis(Conflict):
    """An article in this state does not know this step."""

    code = "article_state_forbids"


class ArticleIsNotInDraft(Conflict):
    """What the company reads is changed by a new edition only."""

    code = "article_is_not_in_draft"


class ArticleIsNotPublished(RuleBroken):
    """A request is solved only with an article that everybody can read."""

    code = "article_is_not_published"


class ArticleExternalIdIsTaken(Conflict):
    """It stands for an article out of the caller's reach."""

    code = "article_external_id_taken"


def next_status(verb: str, status: ArticleStatus) -> ArticleStatus:
    """The state that the verb leads to; raises `ArticleCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise ArticleCannotDoThis(f"An article that is {status} cannot {verb}.", status=status.value) from None


def ensure_editable(status: ArticleStatus) -> None:
    if status not in (ArticleStatus.DRAFT, ArticleStatus.REVIEW):
        raise ArticleIsNotInDraft(f"An article that is {status} cannot be edited; revise it.", status=status.value)
