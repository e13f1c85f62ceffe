"""Where contacts meet the message bus."""

from services.sales.contacts import commands, queries
from services.sales.contacts.commands.importing import import_contacts as load_contacts
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.contacts import ChangeContact, ContactRow, ContactView, CreateContact, TransferContact
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class ContactEntrypoints(Entrypoints):
    @rpc
    def create_contact(self, request: Payload) -> Payload:
        form = CreateContact().load(request)
        with self.work() as session:
            return reply(ContactView, commands.create_contact(session, self.actor, **form))

    @rpc
    def get_contact(self, contact_id: str) -> Payload:
        with self.read() as session:
            return reply(ContactView, queries.get_contact(session, self.actor, contact_id))

    @rpc
    def list_contacts(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_contacts(session, self.actor, query)

    @rpc
    def list_contact_history(self, contact_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_contact_history(session, self.actor, contact_id, after)

    @rpc
    def change_contact(self, contact_id: str, request: Payload) -> Payload:
        form = ChangeContact().load(request)
        with self.work() as session:
            return reply(ContactView, commands.change_contact(session, self.actor, contact_id, **form))

    @rpc
    def transfer_contact(self, contact_id: str, request: Payload) -> Payload:
        form = TransferContact().load(request)
        with self.work() as session:
            return reply(ContactView, commands.transfer_contact(session, self.actor, contact_id, **form))

    @rpc
    def import_contacts(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(ContactRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_contacts(session, self.actor, mode, read))
