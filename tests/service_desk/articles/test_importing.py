"""Articles out of a file: by external id, under the rules of editing, and a second time without any effect."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.service_desk.articles import commands
from services.service_desk.articles.model import Article
from shared.contracts.importing import read_rows
from shared.contracts.service_desk.articles import ArticleRow
from shared.importing import RowResult
from shared.persistence.database import Database
from shared.persistence.platform import StoredEvent
from tests.service_desk.desk import NILS, SARA, agent


def load(session: Session, person_id: str, *rows: dict[str, Any], mode: str = "upsert") -> list[RowResult]:
    return commands.import_articles(session, agent(person_id), mode, read_rows(ArticleRow, rows))


def row(key: str, **fields: Any) -> dict[str, Any]:
    return {"external_id": key, "title": "Cold boiler", "symptoms": "no heat", "body": "Wait.", **fields}


def events(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(StoredEvent)).one()


def test_a_second_run_has_no_effect_and_a_changed_cell_makes_that_change_alone(database: Database) -> None:
    with database.write() as session:
        first, empty = load(session, NILS, row("A-1"), row("A-2", symptoms=None))
        assert (first.outcome, empty.outcome) == ("created", "created")
        told = events(session)
        again = load(session, NILS, row("A-1"), row("A-2", symptoms=None))
        assert [result.outcome for result in again] == ["unchanged", "unchanged"]
        assert events(session) == told
        changed = {"external_id": "A-1", "title": "Cold boiler", "body": "Open the valve."}
        assert load(session, NILS, changed)[0].outcome == "updated"
        article = session.get_one(Article, first.id)
        assert (article.body, article.symptoms, article.status, article.version) == (
            "Open the valve.", "no heat", "draft", 2,
        )  # fmt: skip
        assert events(session) == told + 1


def test_a_bad_row_is_rejected_with_its_reason_and_the_others_are_taken(database: Database) -> None:
    with database.write() as session:
        there, published = load(session, NILS, row("A-1"), row("A-2"))
        for verb in (commands.submit_article, commands.publish_article):
            verb(session, agent(NILS), str(published.id))
        results = load(
            session, NILS, row("A-3"), row("A-3"), row("A-4", status="published"), row("A-2", body="Else."), row("A-5")
        )
        assert [result.code for result in results] == [
            None, "import_key_taken", "malformed", "article_is_not_in_draft", None,
        ]  # fmt: skip
        assert load(session, NILS, row("A-2"))[0].outcome == "unchanged"
        twice = load(session, NILS, row("A-1", title="First"), row("A-1", title="Second"))
        assert [result.code for result in twice] == [None, "import_key_taken"]
        assert session.get_one(Article, there.id).title == "First"
        load(session, NILS, row("A-1"))
        assert load(session, NILS, row("A-1"), mode="create")[0].code == "import_key_taken"
        assert load(session, NILS, row("A-9"), mode="update")[0].code == "import_key_unknown"
        assert load(session, SARA, row("A-1", title="Stolen"))[0].code == "article_external_id_taken"
        assert session.get_one(Article, there.id).title == "Cold boiler"
