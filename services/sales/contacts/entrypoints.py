"""Where contacts meet the message bus."""

from services.sales.contacts import commands, queries
from services.sales.contacts.commands import assessing, sharing
from services.sales.contacts.commands.importing import import_contacts as load_contacts
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.newest import NewestQuery
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.contacts import (
    ChangeContact,
    ContactRow,
    ContactView,
    CreateContact,
    NoteContact,
    NotesView,
    NoteView,
    OrgChartView,
    PickContacts,
    PickedContactsView,
    RateContact,
    RatingsView,
    RatingView,
    TransferContact,
)
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
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
        with self.ask() as database:
            return queries.show_contact(database, self.actor, contact_id)

    @rpc
    def list_contacts(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_contacts(session, self.actor, query)

    @rpc
    def list_customer_contacts(self, customer_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_customer_contacts(session, self.actor, customer_id, query)

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
    def share_contact(self, contact_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_contact(session, self.actor, contact_id, **form))

    @rpc
    def list_contact_shares(self, contact_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, contact_id))

    @rpc
    def revoke_contact_share(self, contact_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, contact_id, share_id)

    @rpc
    def import_contacts(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(ContactRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_contacts(session, self.actor, mode, read))

    @rpc
    def rate_contact(self, contact_id: str, request: Payload) -> Payload:
        form = RateContact().load(request)
        with self.work() as session:
            return reply(RatingView, assessing.rate_contact(session, self.actor, contact_id, **form))

    @rpc
    def list_contact_ratings(self, contact_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(RatingsView, queries.list_contact_ratings(session, self.actor, contact_id, **form))

    @rpc
    def note_contact(self, contact_id: str, request: Payload) -> Payload:
        form = NoteContact().load(request)
        with self.work() as session:
            return reply(NoteView, assessing.note_contact(session, self.actor, contact_id, **form))

    @rpc
    def list_contact_notes(self, contact_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(NotesView, queries.list_contact_notes(session, self.actor, contact_id, **form))

    @rpc
    def pick_contacts(self, customer_id: str, query: Payload) -> Payload:
        form = PickContacts().load(query)
        with self.read() as session:
            return reply(PickedContactsView, queries.pick_contacts(session, self.actor, customer_id, **form))

    @rpc
    def draw_org_chart(self, customer_id: str) -> Payload:
        with self.read() as session:
            return reply(OrgChartView, queries.draw_org_chart(session, self.actor, customer_id))
