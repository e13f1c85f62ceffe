"""Where outbound documents meet the message bus."""

from services.distribution.outbound_documents import commands, queries
from shared.contracts.distribution.outbound_documents import CreateOutboundDocument, OutboundDocumentView
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class OutboundDocumentEntrypoints(Entrypoints):
    @rpc
    def create_outbound_document(self, request: Payload) -> Payload:
        form = CreateOutboundDocument().load(request)
        with self.work() as session:
            return reply(OutboundDocumentView, commands.create_outbound_document(session, self.actor, **form))

    @rpc
    def get_outbound_document(self, document_id: str) -> Payload:
        with self.read() as session:
            return reply(OutboundDocumentView, queries.get_outbound_document(session, self.actor, document_id))

    @rpc
    def list_outbound_documents(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_outbound_documents(session, self.actor, query)

    @rpc
    def list_outbound_document_history(self, document_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_outbound_document_history(session, self.actor, document_id, after)

    @rpc
    def post_outbound_document(self, document_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(OutboundDocumentView, commands.post_outbound_document(session, self.actor, document_id))

    @rpc
    def void_outbound_document(self, document_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(
                OutboundDocumentView, commands.void_outbound_document(session, self.actor, document_id, **form)
            )
