"""Changing articles. One function, one business decision, one event."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.service_desk.articles import queries, rules
from services.service_desk.articles.model import Article
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import Changes, changes
from shared.contracts.service_desk import articles as contract
from shared.ids import new_id
from shared.importing import Form, ReadRow, RowResult, named
from shared.loading import Load, load_rows
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
    before = facts_of(article)
    article.edit(fields)
    _announce(session, actor, article, before, contract.ArticleChanged)
    _index(session, article)
    return article


def submit_article(session: Session, actor: Actor, article_id: str) -> Article:
    article = get_for_change(session, Article, actor, article_id)
    before = facts_of(article)
    article.submit()
    _announce(session, actor, article, before, contract.ArticleSubmitted)
    return article


def reject_article(session: Session, actor: Actor, article_id: str, reason: str) -> Article:
    article = get_for_change(session, Article, actor, article_id)
    before = facts_of(article)
    article.reject()
    _announce(session, actor, article, before, contract.ArticleRejected, reason=reason)
    return article


def publish_article(session: Session, actor: Actor, article_id: str) -> Article:
    article = get_for_change(session, Article, actor, article_id)
    before = facts_of(article)
    session.add(article.publish(actor.user_id, actor.name, now()))
    _announce(session, actor, article, before, contract.ArticlePublished)
    return article


def revise_article(session: Session, actor: Actor, article_id: str) -> Article:
    article = get_for_change(session, Article, actor, article_id)
    before = facts_of(article)
    article.revise()
    _announce(session, actor, article, before, contract.ArticleRevised)
    return article


def retire_article(session: Session, actor: Actor, article_id: str) -> Article:
    article = get_for_change(session, Article, actor, article_id)
    before = facts_of(article)
    article.retire()
    _announce(session, actor, article, before, contract.ArticleRetired)
    return article


def count_help(session: Session, actor: Actor, article_id: str, request_id: str) -> None:
    """A request was solved with this article. Raises `ArticleIsNotPublished`."""
    article = queries.lock_published_article(session, article_id)
    before = facts_of(article)
    article.help()
    _announce(session, actor, article, before, contract.ArticleHelped, request_id=request_id)


def import_articles(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the articles in step with these rows, by external id; what a row does not mention stays as it is."""

    def make(fields: Form) -> Article:
        place = {"owner_id": actor.user_id, "org_unit_id": actor.unit_id}
        return Article(id=new_id(), created_by=actor.user_id, **place, **fields)

    external_ids = named(rows, "external_id")
    known = queries.articles_by_external_id(session, actor, external_ids)
    load = Load(
        noun=NOUN,
        key="external_id",
        known=known,
        taken=queries.external_ids_taken(session, external_ids) - known.keys(),
        taken_refusal=rules.ArticleExternalIdIsTaken,
        fields=_fields_of_row,
        make=make,
        edit=Article.edit,
        facts=facts_of,
        created=lambda article, diff: contract.ArticleCreated(**told_of(article, diff)),
        changed=lambda article, diff: contract.ArticleChanged(**told_of(article, diff)),
        words=found_by,
    )
    return load_rows(session, actor, mode, rows, load)


def _fields_of_row(form: Form) -> Form:
    """An empty cell is how a file says that no symptoms are known."""
    return {**form, "symptoms": form["symptoms"] or ""} if "symptoms" in form else form


def _announce(
    session: Session,
    actor: Actor,
    article: Article,
    before: dict[str, Any],
    event: type[contract.ArticleEvent],
    **more: Any,
) -> None:
    changed = changes(before, facts_of(article))
    announce(session, actor, article, event(**told_of(article, changed), **more))


def facts_of(article: Article) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "title": article.title,
        "symptoms": article.symptoms,
        "body": article.body,
        "status": str(article.status),
        "edition": article.edition,
        "success_count": article.success_count,
        "external_id": article.external_id,
        "owner_id": article.owner_id,
    }


def told_of(article: Article, changed: Changes) -> dict[str, Any]:
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
        "changes": changed,
    }


def found_by(article: Article) -> tuple[str, ...]:
    """The texts whose words find this article."""
    return article.title, article.symptoms, article.body


def _index(session: Session, article: Article) -> None:
    index_words(session, NOUN, article.id, *found_by(article))
