"""Which processes this service enforces."""

from services.distribution.credit_notes import queries as credit_notes
from services.distribution.inbound_documents import queries as inbound_documents
from services.distribution.inbound_returns import queries as inbound_returns
from services.distribution.outbound_documents import queries as outbound_documents
from shared.processes import Process


def list_processes() -> tuple[Process, ...]:
    return (
        inbound_documents.inbound_document_process(),
        outbound_documents.outbound_document_process(),
        inbound_returns.inbound_return_process(),
        credit_notes.credit_note_process(),
    )
