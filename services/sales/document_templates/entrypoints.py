"""Where templates of documents meet the message bus."""

from base64 import b64decode

from services.sales.document_templates import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.document_templates import CreateDocumentTemplate, DocumentTemplateView
from shared.contracts.stored_files import StoredFile
from shared.entrypoints import Entrypoints
from shared.files import files_at
from shared.rpc import rpc


class DocumentTemplateEntrypoints(Entrypoints):
    @rpc
    def create_document_template(self, request: Payload) -> Payload:
        form, files = CreateDocumentTemplate().load(request), files_at(self.settings.files)
        with self.work() as session:
            made = commands.create_document_template(session, self.actor, files, **form)
            return reply(DocumentTemplateView, made)

    @rpc
    def upload_document_template(self, document_template_id: str, content: str) -> Payload:
        given, files = b64decode(content), files_at(self.settings.files)
        with self.work() as session:
            kept = commands.upload_document_template(session, self.actor, document_template_id, given, files)
            return reply(DocumentTemplateView, kept)

    @rpc
    def get_document_template(self, document_template_id: str) -> Payload:
        with self.read() as session:
            return reply(DocumentTemplateView, queries.get_document_template(session, document_template_id))

    @rpc
    def list_document_templates(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_document_templates(session, query)

    @rpc
    def list_document_template_history(self, document_template_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_document_template_history(session, document_template_id, after)

    @rpc
    def open_document_template(self, document_template_id: str) -> Payload:
        with self.read() as session:
            return reply(StoredFile, queries.stored_template(session, document_template_id))

    @rpc
    def remove_document_template(self, document_template_id: str) -> None:
        with self.work() as session:
            folder = commands.remove_document_template(session, self.actor, document_template_id)
        files_at(self.settings.files).remove_all(folder)
