"""Where invoices meet the message bus."""

from services.distribution.invoices import commands, queries
from shared.contracts.distribution.invoices import InvoiceView, IssueInvoice
from shared.contracts.fields import ReasonBody
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class InvoiceEntrypoints(Entrypoints):
    @rpc
    def issue_invoice(self, order_id: str, request: Payload) -> Payload:
        form = IssueInvoice().load(request)
        with self.work() as session:
            return reply(InvoiceView, commands.issue_invoice(session, self.actor, order_id, **form))

    @rpc
    def get_invoice(self, invoice_id: str) -> Payload:
        with self.read() as session:
            return reply(InvoiceView, queries.get_invoice(session, self.actor, invoice_id))

    @rpc
    def list_invoices(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_invoices(session, self.actor, query)

    @rpc
    def list_order_invoices(self, order_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_order_invoices(session, self.actor, order_id, query)

    @rpc
    def list_invoice_history(self, invoice_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_invoice_history(session, self.actor, invoice_id, after)

    @rpc
    def void_invoice(self, invoice_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(InvoiceView, commands.void_invoice(session, self.actor, invoice_id, **form))
