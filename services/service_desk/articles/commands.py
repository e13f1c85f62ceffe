"""Changing articles. One function, one business decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from services.service_desk.articles import queries
from services.service_desk.articles.model import Article
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.service_desk import articles as contract
from shared.search import index_words
from shared.visible import get_for_change

NOUN = contract.LISTING.noun


def create_article(session: Session, actor: Actor, **fields: Any) -> Article:
    article = Article(owner_id=actor.user_id, org_unit_id=actor.unit_id, created_by=actor.user_id, **fields)
    session.add(article)
    session.flush()
    _announce(session, actor, article, {}, contract.ArticleCreated)
    _index(session, article)
    return article


def change_article(session: Session, actor: Actor, article_id: str, **fields: Any) -> Article:
    article = get_for_change(session, Article, actor, article_id)
    before = _facts(article)
    article.edit(fields)
    _announce(session, actor, article, before, contract.ArticleChanged)
    _index(session, article)
    return article


def submit_article(session: Session, actor: Actor, article_id: str) -> Article:
    article = get_for_change(session, Article, actor, article_id)
    before = _facts(article)
    article.submit()
    _announce(session, actor, article, before, contract.ArticleSubmitted)
    return article


def reject_article(session: Session, actor: Actor, article_id: str, reason: str) -> Article:
    article = get_for_change(session, Article, actor, article_id)
    before = _facts(article)
    article.reject()
    _announce(session, actor, article, before, contract.ArticleRejected, reason=reason)
    return article


def publish_article(session: Session, actor: Actor, article_id: str) -> Article:
    article = get_for_change(session, Article, actor, article_id)
    before = _facts(article)
    session.add(article.publish(actor.user_id, actor.name, now()))
    _announce(session, actor, article, before, contract.ArticlePublished)
    return article


def revise_article(session: Session, actor: Actor, article_id: str) -> Article:
    article = get_for_change(session, Article, actor, article_id)
    before = _facts(article)
    article.revise()
    _announce(session, actor, article, before, contract.ArticleRevised)
    return article


def retire_article(session: Session, actor: Actor, article_id: str) -> Article:
    article = get_for_change(session, Article, actor, article_id)
    before = _facts(article)
    article.retire()
    _announce(session, actor, article, before, contract.ArticleRetired)
    return article


def count_help(session: Session, actor: Actor, article_id: str, request_id: str) -> None:
    """A request was solved with this article. Raises `ArticleIsNotPublished`."""
    article = queries.lock_published_article(session, article_id)
    before = _facts(article)
    article.help()
    _announce(session, actor, article, before, contract.ArticleHelped, request_id=request_id)


def _announce(
    session: Session,
    actor: Actor,
    article: Article,
    before: dict[str, Any],
    event: type[contract.ArticleEvent],
    **more: Any,
) -> None:
    changed = changes(before, _facts(article))
    announce(session, actor, article, event(**_told(article), changes=changed, **more))


def _facts(article: Article) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "title": article.title,
        "symptoms": article.symptoms,
        "body": article.body,
        "status": str(article.status),
        "edition": article.edition,
        "success_count": article.success_count,
        "owner_id": article.owner_id,
    }


def _told(article: Article) -> dict[str, Any]:
    """What every event about this article says."""
    return {
        "article_id": article.id,
        "title": article.title,
        "symptoms": article.symptoms,
        "status": str(article.status),
        "edition": article.edition,
        "success_count": article.success_count,
        "owner_id": article.owner_id,
        "org_unit_id": article.org_unit_id,
    }


def _index(session: Session, article: Article) -> None:
    index_words(session, NOUN, article.id, article.title, article.symptoms, article.body)
