"""Where comments meet the message bus."""

from services.sales.comments import commands, queries
from shared.contracts.newest import NewestQuery
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.comments import CommentsView, CommentView, WriteComment
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class CommentEntrypoints(Entrypoints):
    @rpc
    def write_comment(self, customer_id: str, request: Payload) -> Payload:
        form = WriteComment().load(request)
        with self.work() as session:
            return reply(CommentView, commands.write_comment(session, self.actor, customer_id, **form))

    @rpc
    def list_comments(self, customer_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(CommentsView, queries.list_comments(session, self.actor, customer_id, **form))
