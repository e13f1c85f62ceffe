"""Reading articles: what is published is open to the whole company, the rest to whom it is visible."""

from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select, union_all
from sqlalchemy.orm import Session

from services.service_desk.articles import rules
from services.service_desk.articles.model import Article, ArticleEdition
from services.service_desk.articles.rules import ArticleIsNotPublished, ArticleStatus
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.service_desk import articles as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.persistence.paths import starting_with
from shared.persistence.platform import SearchWord
from shared.processes import Process, process_of
from shared.search import words_of
from shared.visible import changeable, get_visible, visible

MOST_SOLUTIONS = 20
MOST_WORDS = 12

COLUMNS = {
    "id": Article.id,
    "title": Article.title,
    "status": Article.status,
    "external_id": Article.external_id,
    "success_count": Article.success_count,
    "owner_id": Article.owner_id,
    "org_unit_id": Article.org_unit_id,
    "created_at": Article.created_at,
    "updated_at": Article.updated_at,
    "published_at": Article.published_at,
}


@dataclass(frozen=True)
class Solution:
    """A published article and how many of the asked words it has."""

    article: Article
    matches: int

    @property
    def success_count(self) -> int:
        return self.article.success_count


def readable(actor: Actor) -> Select[Article]:
    """Published articles, and those that the caller may see anyway."""
    within_reach = visible(Article, actor).with_only_columns(Article.id)
    return select(Article).where(or_(Article.status == ArticleStatus.PUBLISHED, Article.id.in_(within_reach)))


def get_article(session: Session, actor: Actor, article_id: str) -> Article:
    article = session.scalar(readable(actor).where(Article.id == article_id))
    if article is None:
        raise NotFound(f"There is no article {article_id}.")
    return article


def list_articles(session: Session, actor: Actor, query: Payload) -> Payload:
    """A search that asks for no order shows first what has helped most often."""
    if query.get("q") and not query.get("sort"):
        query = {**query, "sort": ["-success_count"]}
    return list_records(session, readable(actor), Article, contract.LISTING, COLUMNS, query)


def list_article_history(session: Session, actor: Actor, article_id: str, after: int = 0) -> Payload:
    """Drafts show in it, so that it is for those alone who may see the article unpublished."""
    return list_history(session, get_visible(session, Article, actor, article_id).id, after=after)


def list_editions(session: Session, actor: Actor, article_id: str) -> list[ArticleEdition]:
    """Every edition of an article that the caller may read, the newest first."""
    article = get_article(session, actor, article_id)
    editions = select(ArticleEdition).where(ArticleEdition.article_id == article.id)
    return list(session.scalars(editions.order_by(ArticleEdition.edition.desc())))


def find_solutions(session: Session, actor: Actor, symptoms: str) -> list[Solution]:
    """Published articles with any of these words: most words first, then what has helped most often."""
    asked = sorted(words_of(symptoms), key=lambda word: (-len(word), word))[:MOST_WORDS]
    if not asked:
        return []
    found = union_all(
        *(
            select(SearchWord.record_id)
            .where(SearchWord.noun == contract.LISTING.noun, starting_with(SearchWord.word, word))
            .distinct()
            for word in asked
        )
    ).subquery()
    counted = select(found.c.record_id, func.count().label("matches")).group_by(found.c.record_id).subquery()
    ranked = (
        readable(actor)
        .add_columns(counted.c.matches)
        .join(counted, counted.c.record_id == Article.id)
        .where(Article.status == ArticleStatus.PUBLISHED)
        .order_by(counted.c.matches.desc(), Article.success_count.desc(), Article.id)
        .limit(MOST_SOLUTIONS)
    )
    return [Solution(article, matches) for article, matches in session.execute(ranked).unique()]


def lock_published_article(session: Session, article_id: str) -> Article:
    """The article, locked, for counting that it helped: whoever may solve a request may read what is published.

    Raises `ArticleIsNotPublished` for a draft and for an article that is not there, alike.
    """
    wanted = select(Article).where(Article.id == article_id, Article.status == ArticleStatus.PUBLISHED)
    article = session.scalar(wanted.with_for_update(of=Article))
    if article is None:
        raise ArticleIsNotPublished("A request is solved with a published article.")
    return article


def articles_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Article]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Article, actor).where(Article.external_id.in_(external_ids)).order_by(Article.id)
    locked = rows.with_for_update(of=Article).execution_options(populate_existing=True)
    return {str(article.external_id): article for article in session.scalars(locked)}


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any article bears, in sight or not: each names one article of the whole installation."""
    return set(session.scalars(select(Article.external_id).where(Article.external_id.in_(external_ids))))


def article_process() -> Process:
    return process_of("articles", rules.ArticleStatus, rules.TRANSITIONS)
