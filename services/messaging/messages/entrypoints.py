"""Where messages meet the message bus."""

from services.messaging.messages import commands, queries
from shared.contracts.fields import NoBody
from shared.contracts.messaging.messages import MessagesAfterView, MessageView, UnreadView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class MessageEntrypoints(Entrypoints):
    @rpc
    def get_message(self, message_id: str) -> Payload:
        with self.read() as session:
            return reply(MessageView, queries.get_message(session, self.actor, message_id))

    @rpc
    def list_messages(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_messages(session, self.actor, query)

    @rpc
    def list_messages_after(self, after: str | None = None, limit: int = 100) -> Payload:
        """For the gateway's stream."""
        with self.read() as session:
            return reply(MessagesAfterView, queries.list_messages_after(session, self.actor, after, limit))

    @rpc
    def count_unread_messages(self) -> Payload:
        with self.read() as session:
            return reply(UnreadView, queries.count_unread(session, self.actor))

    @rpc
    def list_message_history(self, message_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_message_history(session, self.actor, message_id, after)

    @rpc
    def mark_message_read(self, message_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(MessageView, commands.mark_message_read(session, self.actor, message_id))
