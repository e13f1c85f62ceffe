"""Where quotations meet the message bus, and the timer that closes those whose time is over."""

from base64 import b64encode

from services.sales.customers.queries import get_customer
from services.sales.document_templates.queries import path_of_template, template_file
from services.sales.document_templates.queries.merging import write_merged
from services.sales.quotations import commands, queries
from services.sales.quotations.commands import importing, sharing
from services.sales.quotations.queries import comparing, merging, printing
from shared.actor import system_actor
from shared.bus.offload import run_in_thread
from shared.bus.timers import every
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.document_templates import QUOTATION
from shared.contracts.sales.quotations import (
    ChangeQuotation,
    CompareVersions,
    CreateQuotation,
    QuotationRow,
    QuotationView,
    ReviseQuotation,
    VersionsDiffView,
)
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.field_limits import ensure_all_open
from shared.files import files_at
from shared.importing import rehearsal
from shared.rpc import rpc

HOUR = 3600.0


class QuotationEntrypoints(Entrypoints):
    @every(lambda _: HOUR)
    def expire_overdue_quotations(self) -> None:
        """A hundred at a time, each hundred in a transaction of its own, until none is left."""
        while self._expire_batch() == commands.BATCH:
            continue

    def _expire_batch(self) -> int:
        with self.work() as session:
            return commands.expire_overdue_quotations(session, system_actor(self.name))

    @rpc
    def create_quotation(self, request: Payload) -> Payload:
        form = CreateQuotation().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.create_quotation(session, self.actor, **form))

    @rpc
    def import_quotations(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(QuotationRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(importing.import_quotations(session, self.actor, mode, read))

    @rpc
    def get_quotation(self, quotation_id: str) -> Payload:
        with self.read() as session:
            return reply(QuotationView, queries.get_quotation(session, self.actor, quotation_id))

    @rpc
    def print_quotation(self, quotation_id: str, language: str) -> Payload:
        """The Word document in base64. It shows the whole quotation, so it is for those to whom all of it is open."""
        ensure_all_open(self.actor.fields)
        with self.read() as session:
            printed = printing.printed_quotation(session, self.actor, quotation_id, language)
        content = run_in_thread(printing.write_document, printed)
        return {"content": b64encode(content).decode(), "name": f"{printed.number}.docx"}

    @rpc
    def write_quotation(self, quotation_id: str, language: str, document_template_id: str | None = None) -> Payload:
        """The Word document in base64, made from a template; for those to whom the whole quotation is open."""
        ensure_all_open(self.actor.fields)
        with self.read() as session:
            number, merge = merging.merged_quotation(session, self.actor, quotation_id, language)
            path = path_of_template(session, QUOTATION, document_template_id)
        template = template_file(path, QUOTATION, files_at(self.settings.files))
        content = run_in_thread(write_merged, template, merge)
        return {"content": b64encode(content).decode(), "name": f"{number}.docx"}

    @rpc
    def list_quotations(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_quotations(session, self.actor, query)

    @rpc
    def list_quotations_of_deal(self, opportunity_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_quotations_of_deal(session, self.actor, opportunity_id, query)

    @rpc
    def list_quotations_of_customer(self, customer_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_quotations_of_customer(session, self.actor, customer_id, query)

    @rpc
    def list_quotations_of_call(self, activity_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_quotations_of_call(session, self.actor, activity_id, query)

    @rpc
    def compare_quotation_versions(self, customer_id: str, query: Payload) -> Payload:
        """It shows whole quotations, so it is for those to whom all of them is open.

        Whoever does not see the customer is told so before anything is said of what was asked.
        """
        ensure_all_open(self.actor.fields)
        with self.read() as session:
            customer = get_customer(session, self.actor, customer_id)
            form = CompareVersions().load(query)
            return reply(VersionsDiffView, comparing.compare_versions(session, self.actor, customer.id, **form))

    @rpc
    def list_quotation_history(self, quotation_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_quotation_history(session, self.actor, quotation_id, after)

    @rpc
    def change_quotation(self, quotation_id: str, request: Payload) -> Payload:
        form = ChangeQuotation().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.change_quotation(session, self.actor, quotation_id, **form))

    @rpc
    def send_quotation(self, quotation_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.send_quotation(session, self.actor, quotation_id))

    @rpc
    def accept_quotation(self, quotation_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.accept_quotation(session, self.actor, quotation_id))

    @rpc
    def refuse_quotation(self, quotation_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.refuse_quotation(session, self.actor, quotation_id, **form))

    @rpc
    def expire_quotation(self, quotation_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.expire_quotation(session, self.actor, quotation_id))

    @rpc
    def revise_quotation(self, quotation_id: str, request: Payload) -> Payload:
        form = ReviseQuotation().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.revise_quotation(session, self.actor, quotation_id, **form))

    @rpc
    def share_quotation(self, quotation_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_quotation(session, self.actor, quotation_id, **form))

    @rpc
    def list_quotation_shares(self, quotation_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, quotation_id))

    @rpc
    def revoke_quotation_share(self, quotation_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, quotation_id, share_id)
