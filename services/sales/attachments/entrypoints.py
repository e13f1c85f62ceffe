"""Where files of records meet the message bus."""

from base64 import b64decode

from services.sales.attachments import commands, queries
from shared.contracts.fields import NoBody
from shared.contracts.newest import NewestQuery
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.attachments import (
    AttachFile,
    AttachmentsView,
    AttachmentView,
    FilesForPartnersView,
    OrderBundle,
)
from shared.contracts.stored_files import StoredFile
from shared.entrypoints import Entrypoints
from shared.field_limits import ensure_all_open
from shared.files import files_at
from shared.rpc import keeps_limits, rpc


class ActivityFileEntrypoints(Entrypoints):
    @rpc
    def attach_activity_file(self, activity_id: str, request: Payload) -> Payload:
        form = AttachFile().load(request)
        with self.work() as session:
            return reply(AttachmentView, commands.attach_file(session, self.actor, "activity", activity_id, **form))

    @rpc
    def upload_activity_file(self, activity_id: str, file_id: str, content: str) -> Payload:
        given, files = b64decode(content), files_at(self.settings.files)
        with self.work() as session:
            kept = commands.upload_file(session, self.actor, "activity", activity_id, file_id, given, files)
            return reply(AttachmentView, kept)

    @rpc
    def list_activity_files(self, activity_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(AttachmentsView, queries.list_files(session, self.actor, "activity", activity_id, **form))

    @rpc
    def open_activity_file(self, activity_id: str, file_id: str) -> Payload:
        with self.read() as session:
            return reply(StoredFile, queries.get_file(session, self.actor, "activity", activity_id, file_id))

    @rpc
    def remove_activity_file(self, activity_id: str, file_id: str) -> None:
        with self.work() as session:
            folder = commands.remove_file(session, self.actor, "activity", activity_id, file_id)
        files_at(self.settings.files).remove_all(folder)


class ContactFileEntrypoints(Entrypoints):
    @rpc
    def attach_contact_file(self, contact_id: str, request: Payload) -> Payload:
        form = AttachFile().load(request)
        with self.work() as session:
            return reply(AttachmentView, commands.attach_file(session, self.actor, "contact", contact_id, **form))

    @rpc
    def upload_contact_file(self, contact_id: str, file_id: str, content: str) -> Payload:
        given, files = b64decode(content), files_at(self.settings.files)
        with self.work() as session:
            kept = commands.upload_file(session, self.actor, "contact", contact_id, file_id, given, files)
            return reply(AttachmentView, kept)

    @rpc
    def list_contact_files(self, contact_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(AttachmentsView, queries.list_files(session, self.actor, "contact", contact_id, **form))

    @rpc
    def open_contact_file(self, contact_id: str, file_id: str) -> Payload:
        with self.read() as session:
            return reply(StoredFile, queries.get_file(session, self.actor, "contact", contact_id, file_id))

    @rpc
    def remove_contact_file(self, contact_id: str, file_id: str) -> None:
        with self.work() as session:
            folder = commands.remove_file(session, self.actor, "contact", contact_id, file_id)
        files_at(self.settings.files).remove_all(folder)


class CustomerFileEntrypoints(Entrypoints):
    @rpc
    def attach_customer_file(self, customer_id: str, request: Payload) -> Payload:
        form = AttachFile().load(request)
        with self.work() as session:
            return reply(AttachmentView, commands.attach_file(session, self.actor, "customer", customer_id, **form))

    @rpc
    def upload_customer_file(self, customer_id: str, file_id: str, content: str) -> Payload:
        given, files = b64decode(content), files_at(self.settings.files)
        with self.work() as session:
            kept = commands.upload_file(session, self.actor, "customer", customer_id, file_id, given, files)
            return reply(AttachmentView, kept)

    @rpc
    def list_customer_files(self, customer_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(AttachmentsView, queries.list_files(session, self.actor, "customer", customer_id, **form))

    @rpc
    def open_customer_file(self, customer_id: str, file_id: str) -> Payload:
        with self.read() as session:
            return reply(StoredFile, queries.get_file(session, self.actor, "customer", customer_id, file_id))

    @rpc
    def remove_customer_file(self, customer_id: str, file_id: str) -> None:
        with self.work() as session:
            folder = commands.remove_file(session, self.actor, "customer", customer_id, file_id)
        files_at(self.settings.files).remove_all(folder)


class ExpenseFileEntrypoints(Entrypoints):
    @rpc
    def attach_expense_file(self, expense_id: str, request: Payload) -> Payload:
        form = AttachFile().load(request)
        with self.work() as session:
            return reply(AttachmentView, commands.attach_file(session, self.actor, "expense", expense_id, **form))

    @rpc
    def upload_expense_file(self, expense_id: str, file_id: str, content: str) -> Payload:
        given, files = b64decode(content), files_at(self.settings.files)
        with self.work() as session:
            kept = commands.upload_file(session, self.actor, "expense", expense_id, file_id, given, files)
            return reply(AttachmentView, kept)

    @rpc
    def list_expense_files(self, expense_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(AttachmentsView, queries.list_files(session, self.actor, "expense", expense_id, **form))

    @rpc
    def open_expense_file(self, expense_id: str, file_id: str) -> Payload:
        with self.read() as session:
            return reply(StoredFile, queries.get_file(session, self.actor, "expense", expense_id, file_id))

    @rpc
    def remove_expense_file(self, expense_id: str, file_id: str) -> None:
        with self.work() as session:
            folder = commands.remove_file(session, self.actor, "expense", expense_id, file_id)
        files_at(self.settings.files).remove_all(folder)


class OpportunityFileEntrypoints(Entrypoints):
    @rpc
    def attach_opportunity_file(self, opportunity_id: str, request: Payload) -> Payload:
        form = AttachFile().load(request)
        with self.work() as session:
            return reply(
                AttachmentView, commands.attach_file(session, self.actor, "opportunity", opportunity_id, **form)
            )

    @rpc
    def upload_opportunity_file(self, opportunity_id: str, file_id: str, content: str) -> Payload:
        given, files = b64decode(content), files_at(self.settings.files)
        with self.work() as session:
            kept = commands.upload_file(session, self.actor, "opportunity", opportunity_id, file_id, given, files)
            return reply(AttachmentView, kept)

    @rpc
    def list_opportunity_files(self, opportunity_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(
                AttachmentsView, queries.list_files(session, self.actor, "opportunity", opportunity_id, **form)
            )

    @rpc
    def open_opportunity_file(self, opportunity_id: str, file_id: str) -> Payload:
        with self.read() as session:
            return reply(StoredFile, queries.get_file(session, self.actor, "opportunity", opportunity_id, file_id))

    @rpc
    def remove_opportunity_file(self, opportunity_id: str, file_id: str) -> None:
        with self.work() as session:
            folder = commands.remove_file(session, self.actor, "opportunity", opportunity_id, file_id)
        files_at(self.settings.files).remove_all(folder)


class PartnerFileEntrypoints(Entrypoints):
    """What of a deal's files is for partners. These answers are no views of the deal: they show opened files alone."""

    @rpc
    def open_file_to_partners(self, opportunity_id: str, file_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            opened = commands.open_file_to_partners(session, self.actor, opportunity_id, file_id)
            return reply(AttachmentView, opened)

    @rpc
    def close_file_to_partners(self, opportunity_id: str, file_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            closed = commands.close_file_to_partners(session, self.actor, opportunity_id, file_id)
            return reply(AttachmentView, closed)

    @rpc
    @keeps_limits
    def list_files_for_partners(self, opportunity_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            found = queries.list_files_for_partners(session, self.actor, opportunity_id, **form)
            return reply(FilesForPartnersView, found)

    @rpc
    @keeps_limits
    def open_file_for_partners(self, opportunity_id: str, file_id: str) -> Payload:
        with self.read() as session:
            return reply(StoredFile, queries.get_file_for_partners(session, self.actor, opportunity_id, file_id))


class OrderFileEntrypoints(Entrypoints):
    @rpc
    def attach_order_file(self, order_id: str, request: Payload) -> Payload:
        form = AttachFile().load(request)
        with self.work() as session:
            return reply(AttachmentView, commands.attach_file(session, self.actor, "order", order_id, **form))

    @rpc
    def upload_order_file(self, order_id: str, file_id: str, content: str) -> Payload:
        given, files = b64decode(content), files_at(self.settings.files)
        with self.work() as session:
            kept = commands.upload_file(session, self.actor, "order", order_id, file_id, given, files)
            return reply(AttachmentView, kept)

    @rpc
    def list_order_files(self, order_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(AttachmentsView, queries.list_files(session, self.actor, "order", order_id, **form))

    @rpc
    def open_order_file(self, order_id: str, file_id: str) -> Payload:
        with self.read() as session:
            return reply(StoredFile, queries.get_file(session, self.actor, "order", order_id, file_id))

    @rpc
    def open_order_bundle(self, order_id: str) -> Payload:
        """It shows the order as a whole, so it is for those to whom all of an order is open."""
        ensure_all_open(self.actor.fields)
        with self.read() as session:
            return reply(OrderBundle, queries.bundle_order(session, self.actor, order_id))

    @rpc
    def remove_order_file(self, order_id: str, file_id: str) -> None:
        with self.work() as session:
            folder = commands.remove_file(session, self.actor, "order", order_id, file_id)
        files_at(self.settings.files).remove_all(folder)


class AttachmentEntrypoints(
    ActivityFileEntrypoints,
    ContactFileEntrypoints,
    CustomerFileEntrypoints,
    ExpenseFileEntrypoints,
    OpportunityFileEntrypoints,
    OrderFileEntrypoints,
    PartnerFileEntrypoints,
):
    """The files of every noun that takes some."""
