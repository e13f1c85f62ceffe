"""The knowledge base: what may be done to an article, who may read it, and how a solution is found."""

import pytest
from sqlalchemy.orm import Session

from services.service_desk.articles import commands, queries, rules
from services.service_desk.articles.model import Article
from services.service_desk.articles.rules import ArticleStatus
from shared.errors import NotFound
from shared.ids import new_id
from shared.persistence.database import Database
from tests.service_desk.desk import NILS, NINA, SARA, agent


def write(session: Session, title: str, symptoms: str = "", *, publish: bool = True) -> Article:
    """An article of Nils in the north."""
    author = agent(NILS)
    article = commands.create_article(session, author, title=title, symptoms=symptoms, body="Do this.")
    if publish:
        commands.submit_article(session, author, article.id)
        commands.publish_article(session, author, article.id)
    return article


@pytest.mark.parametrize(
    ("verb", "status"), [(verb, status) for verb in sorted(rules.TRANSITIONS) for status in ArticleStatus]
)
def test_a_verb_leads_where_the_table_says_and_nowhere_else(verb: str, status: ArticleStatus) -> None:
    expected = rules.TRANSITIONS[verb].get(status)
    if expected is not None:
        assert rules.next_status(verb, status) is expected
        return
    with pytest.raises(rules.ArticleCannotDoThis):
        rules.next_status(verb, status)


@pytest.mark.parametrize(
    ("status", "editable"), [("draft", True), ("review", True), ("published", False), ("retired", False)]
)
def test_only_what_is_not_published_is_edited(status: str, editable: bool) -> None:
    if editable:
        rules.ensure_editable(ArticleStatus(status))
        assert status in ("draft", "review")
    else:
        with pytest.raises(rules.ArticleIsNotInDraft):
            rules.ensure_editable(ArticleStatus(status))


def test_a_draft_is_out_of_sight_for_other_branches_until_it_is_published(database: Database) -> None:
    with database.write() as session:
        article = write(session, "Cold boiler", publish=False)
        assert queries.get_article(session, agent(NINA), article.id).title == "Cold boiler"
        with pytest.raises(NotFound):
            queries.get_article(session, agent(SARA), article.id)
        assert queries.list_articles(session, agent(SARA), {"count": "exact"})["count"] == 0
        commands.submit_article(session, agent(NILS), article.id)
        commands.publish_article(session, agent(NILS), article.id)
        assert queries.get_article(session, agent(SARA), article.id).edition == 1
        assert queries.list_articles(session, agent(SARA), {"count": "exact"})["count"] == 1


def test_who_may_read_an_article_of_another_branch_may_not_change_it_nor_see_its_drafts(database: Database) -> None:
    with database.write() as session:
        article = write(session, "Cold boiler")
        for attempt in (commands.retire_article, commands.revise_article, queries.list_article_history):
            with pytest.raises(NotFound):
                attempt(session, agent(SARA), article.id)
        assert article.status == "published"


def test_each_edition_is_kept_with_its_publisher(database: Database) -> None:
    with database.write() as session:
        article = write(session, "Cold boiler")
        commands.revise_article(session, agent(NILS), article.id)
        commands.change_article(session, agent(NILS), article.id, title="Cold or loud boiler")
        commands.submit_article(session, agent(NILS), article.id)
        commands.publish_article(session, agent(NINA), article.id)
        editions = queries.list_editions(session, agent(SARA), article.id)
    assert [(one.edition, one.title, one.published_by["name"]) for one in editions] == [
        (2, "Cold or loud boiler", "Nina"),
        (1, "Cold boiler", "Nils"),
    ]


def test_a_rejected_article_is_a_draft_again_and_says_why(database: Database) -> None:
    with database.write() as session:
        article = write(session, "Cold boiler", publish=False)
        commands.submit_article(session, agent(NILS), article.id)
        commands.reject_article(session, agent(NINA), article.id, "Too short")
        told = queries.list_article_history(session, agent(NILS), article.id)["data"]
    assert (article.status, article.version, len(told)) == ("draft", 3, 3)


def test_solutions_are_ranked_by_matching_words_then_by_success(database: Database) -> None:
    with database.write() as session:
        loud = write(session, "Loud boiler", "hums and rattles")
        cold = write(session, "Cold boiler", "radiators stay cold")
        proven = write(session, "Boiler leaks", "water on the floor")
        write(session, "Boiler secrets", "radiators cold hums", publish=False)
        write(session, "Printer jam", "paper")
        for _ in range(2):
            commands.count_help(session, agent(NILS), proven.id, new_id())
        found = queries.find_solutions(session, agent(SARA), "boiler: radiators stay cold")
    ranked = [(one.article.id, one.matches, one.success_count) for one in found]
    assert ranked == [(cold.id, 4, 0), (proven.id, 1, 2), (loud.id, 1, 0)]


def test_no_words_find_no_solutions(database: Database) -> None:
    with database.read() as session:
        assert queries.find_solutions(session, agent(SARA), "?!") == []


def test_a_search_shows_first_what_has_helped_most(database: Database) -> None:
    with database.write() as session:
        first = write(session, "Cold boiler")
        second = write(session, "Loud boiler")
        commands.count_help(session, agent(SARA), first.id, new_id())
        rows = queries.list_articles(session, agent(SARA), {"q": "boil"})["data"]
    assert [(row["id"], row["success_count"]) for row in rows] == [(first.id, 1), (second.id, 0)]
