"""Taking back what a job did to articles."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.service_desk.articles import commands
from services.service_desk.articles.model import Article
from shared.actor import Actor
from shared.contracts.service_desk import articles as contract
from shared.importing import RowResult
from shared.undoing import Undoing, ensure_no_step, ensure_still, undo_records


def _ensure_restorable(article: Article, fields: dict[str, Any]) -> None:
    ensure_no_step(fields, "edition", "success_count")


def _ensure_removable(session: Session, article: Article) -> None:
    ensure_still(article.edition == 0, "unpublished")


_ARTICLES = Undoing(
    noun=commands.NOUN,
    model=Article,
    put_back=lambda session, article, fields: article.put_back(fields),
    facts=commands.facts_of,
    changed=lambda article, diff: contract.ArticleChanged(**commands.told_of(article, diff)),
    removed=lambda article, diff: contract.ArticleRemoved(**commands.told_of(article, diff)),
    words=commands.found_by,
    ensure_restorable=_ensure_restorable,
    ensure_removable=_ensure_removable,
)


def undo_articles(session: Session, actor: Actor, job_id: str, article_ids: Sequence[str]) -> list[RowResult]:
    """One result an article; one that was changed since, or that was published, stays as it is."""
    return undo_records(session, actor, job_id, article_ids, _ARTICLES)
