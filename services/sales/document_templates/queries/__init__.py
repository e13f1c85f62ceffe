"""Reading templates. They belong to the company: whoever may open the list sees all of them."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.sales.document_templates import rules
from services.sales.document_templates.model import DocumentTemplate
from services.sales.document_templates.queries.shipped import shipped_template
from shared.actor import Actor
from shared.company_wide import get_of_company, get_of_company_for_change
from shared.contracts.payload import Payload
from shared.contracts.sales import document_templates as contract
from shared.files import Files
from shared.listing import list_records
from shared.persistence.history import list_history

COLUMNS = {name: getattr(DocumentTemplate, name) for name in contract.LISTING.fields}
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def every_template() -> Select[DocumentTemplate]:
    return select(DocumentTemplate)


def get_document_template(session: Session, document_template_id: str) -> DocumentTemplate:
    return get_of_company(session, DocumentTemplate, document_template_id, "document template")


def get_template_for_change(session: Session, actor: Actor, document_template_id: str) -> DocumentTemplate:
    """The template, locked until the transaction ends; raises `Stale` when the caller named another version."""
    return get_of_company_for_change(session, actor, DocumentTemplate, document_template_id, "document template")


def list_document_templates(session: Session, query: Payload) -> Payload:
    return list_records(session, every_template(), DocumentTemplate, contract.LISTING, COLUMNS, query)


def list_document_template_history(session: Session, document_template_id: str, after: int) -> Payload:
    return list_history(session, get_document_template(session, document_template_id).id, after=after)


def stored_template(session: Session, document_template_id: str) -> Payload:
    """Where the Word file of the template is."""
    template = get_document_template(session, document_template_id)
    name = f"{template.name}.docx"
    return {"path": template.path, "name": name, "media_type": MEDIA_TYPE, "size": template.size}


def count_templates(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(DocumentTemplate)) or 0


def path_of_template(session: Session, kind: str, document_template_id: str | None) -> str | None:
    """Where the file is of which documents of this kind are made: the named template, or else the one whose file came
    last; none while the company has none of its own. Raises `TemplateIsUnknown`.
    """
    there = every_template().where(DocumentTemplate.kind == kind)
    if document_template_id is None:
        newest = there.order_by(DocumentTemplate.uploaded_at.desc(), DocumentTemplate.id.desc()).limit(1)
        template = session.scalar(newest)
        return None if template is None else template.path
    named = session.scalar(there.where(DocumentTemplate.id == document_template_id))
    if named is None:
        raise rules.TemplateIsUnknown(f"There is no template {document_template_id} of a {kind}.")
    return named.path


def template_file(path: str | None, kind: str, files: Files) -> bytes:
    """The Word file of which a document is made: the company's at this path, or else the shipped one."""
    if path is None:
        return shipped_template(kind)
    with files.read(path) as file:
        return file.read()
