"""Where inbound documents meet the message bus."""

from services.distribution.inbound_documents import commands, queries
from shared.contracts.distribution.inbound_documents import CreateInboundDocument, InboundDocumentView
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class InboundDocumentEntrypoints(Entrypoints):
    @rpc
    def create_inbound_document(self, request: Payload) -> Payload:
        form = CreateInboundDocument().load(request)
        with self.work() as session:
            return reply(InboundDocumentView, commands.create_inbound_document(session, self.actor, **form))

    @rpc
    def get_inbound_document(self, document_id: str) -> Payload:
        with self.read() as session:
            return reply(InboundDocumentView, queries.get_inbound_document(session, self.actor, document_id))

    @rpc
    def list_inbound_documents(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_inbound_documents(session, self.actor, query)

    @rpc
    def list_inbound_document_history(self, document_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_inbound_document_history(session, self.actor, document_id, after)

    @rpc
    def post_inbound_document(self, document_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(InboundDocumentView, commands.post_inbound_document(session, self.actor, document_id))

    @rpc
    def void_inbound_document(self, document_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(InboundDocumentView, commands.void_inbound_document(session, self.actor, document_id, **form))
