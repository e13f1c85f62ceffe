"""Where undos meet the message bus; the gateway's jobs call here."""

from services.sales.orders.commands.undoing import undo_orders
from services.sales.pipeline.commands.undoing import undo_stages
from services.sales.price_lists.commands.undoing import undo_listed_prices, undo_price_lists
from services.sales.products.commands.undoing import undo_products
from services.sales.quotations.commands.undoing import undo_quotations
from services.sales.undos.commands import (
    undo_unused_contacts,
    undo_unused_customers,
    undo_unused_leads,
    undo_unused_opportunities,
)
from services.sales.visits.commands.undoing import undo_visits
from shared.contracts.payload import Payload
from shared.contracts.undoing import undone_reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class UndoEntrypoints(Entrypoints):
    @rpc
    def undo_customers(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_unused_customers(session, self.actor, job_id, record_ids))

    @rpc
    def undo_contacts(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_unused_contacts(session, self.actor, job_id, record_ids))

    @rpc
    def undo_leads(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_unused_leads(session, self.actor, job_id, record_ids))

    @rpc
    def undo_opportunities(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_unused_opportunities(session, self.actor, job_id, record_ids))

    @rpc
    def undo_products(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_products(session, self.actor, job_id, record_ids))

    @rpc
    def undo_price_lists(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_price_lists(session, self.actor, job_id, record_ids))

    @rpc
    def undo_listed_prices(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_listed_prices(session, self.actor, job_id, record_ids))

    @rpc
    def undo_orders(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_orders(session, self.actor, job_id, record_ids))

    @rpc
    def undo_quotations(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_quotations(session, self.actor, job_id, record_ids))

    @rpc
    def undo_stages(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_stages(session, self.actor, job_id, record_ids))

    @rpc
    def undo_visits(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_visits(session, self.actor, job_id, record_ids))
