"""Where articles meet the message bus."""

from services.service_desk.articles import commands, queries
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.service_desk.articles import (
    ArticleRow,
    ArticleView,
    AskSolutions,
    ChangeArticle,
    CreateArticle,
    EditionsView,
    SolutionsView,
)
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class ArticleEntrypoints(Entrypoints):
    @rpc
    def create_article(self, request: Payload) -> Payload:
        form = CreateArticle().load(request)
        with self.work() as session:
            return reply(ArticleView, commands.create_article(session, self.actor, **form))

    @rpc
    def get_article(self, article_id: str) -> Payload:
        with self.read() as session:
            return reply(ArticleView, queries.get_article(session, self.actor, article_id))

    @rpc
    def list_articles(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_articles(session, self.actor, query)

    @rpc
    def find_solutions(self, query: Payload) -> Payload:
        asked = AskSolutions().load(query)
        with self.read() as session:
            return reply(SolutionsView, {"data": queries.find_solutions(session, self.actor, **asked)})

    @rpc
    def list_article_history(self, article_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_article_history(session, self.actor, article_id, after)

    @rpc
    def list_article_editions(self, article_id: str) -> Payload:
        with self.read() as session:
            return reply(EditionsView, {"data": queries.list_editions(session, self.actor, article_id)})

    @rpc
    def change_article(self, article_id: str, request: Payload) -> Payload:
        form = ChangeArticle().load(request)
        with self.work() as session:
            return reply(ArticleView, commands.change_article(session, self.actor, article_id, **form))

    @rpc
    def submit_article(self, article_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(ArticleView, commands.submit_article(session, self.actor, article_id))

    @rpc
    def reject_article(self, article_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(ArticleView, commands.reject_article(session, self.actor, article_id, **form))

    @rpc
    def publish_article(self, article_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(ArticleView, commands.publish_article(session, self.actor, article_id))

    @rpc
    def revise_article(self, article_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(ArticleView, commands.revise_article(session, self.actor, article_id))

    @rpc
    def retire_article(self, article_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(ArticleView, commands.retire_article(session, self.actor, article_id))

    @rpc
    def import_articles(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(ArticleRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_articles(session, self.actor, mode, read))
