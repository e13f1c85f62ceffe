"""Where customers meet the message bus."""

from services.sales.customers import commands, queries
from services.sales.customers.commands import following_up, sharing
from services.sales.customers.commands.importing import import_customers as load_customers
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.customers import (
    ChangeCustomer,
    CopyView,
    CreateCustomer,
    CustomerRow,
    CustomerView,
    TouchCustomer,
    TransferCustomer,
)
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class CustomerEntrypoints(Entrypoints):
    @rpc
    def create_customer(self, request: Payload) -> Payload:
        form = CreateCustomer().load(request)
        with self.work() as session:
            return reply(CustomerView, commands.create_customer(session, self.actor, **form))

    @rpc
    def get_customer(self, customer_id: str) -> Payload:
        with self.ask() as database:
            return queries.show_customer(database, self.actor, customer_id)

    @rpc
    def get_known_customer(self, customer_id: str) -> Payload:
        with self.read() as session:
            return reply(CopyView, queries.get_known_customer(session, self.actor, customer_id))

    @rpc
    def list_customers(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_customers(session, self.actor, query)

    @rpc
    def list_customer_history(self, customer_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_customer_history(session, self.actor, customer_id, after)

    @rpc
    def change_customer(self, customer_id: str, request: Payload) -> Payload:
        form = ChangeCustomer().load(request)
        with self.work() as session:
            return reply(CustomerView, commands.change_customer(session, self.actor, customer_id, **form))

    @rpc
    def transfer_customer(self, customer_id: str, request: Payload) -> Payload:
        form = TransferCustomer().load(request)
        with self.work() as session:
            return reply(CustomerView, commands.transfer_customer(session, self.actor, customer_id, **form))

    @rpc
    def touch_customer(self, customer_id: str, request: Payload) -> Payload:
        form = TouchCustomer().load(request)
        with self.work() as session:
            return reply(CustomerView, following_up.touch_customer(session, self.actor, customer_id, **form))

    @rpc
    def import_customers(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(CustomerRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_customers(session, self.actor, mode, read))

    @rpc
    def share_customer(self, customer_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_customer(session, self.actor, customer_id, **form))

    @rpc
    def list_customer_shares(self, customer_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, customer_id))

    @rpc
    def revoke_customer_share(self, customer_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, customer_id, share_id)
