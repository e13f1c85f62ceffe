"""Keeping templates. One function, one business decision, one event."""

import hashlib
from typing import Any

from sqlalchemy.orm import Session

from services.sales.document_templates import queries, rules
from services.sales.document_templates.model import DocumentTemplate
from services.sales.document_templates.queries.merging import named_fields
from services.sales.document_templates.queries.shipped import shipped_template
from shared.actor import Actor
from shared.announce import announce
from shared.bus.offload import run_in_thread
from shared.clock import now
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.sales import document_templates as contract
from shared.files import Files
from shared.ids import new_id


def create_document_template(
    session: Session, actor: Actor, files: Files, *, kind: str, name: str, **given: Any
) -> DocumentTemplate:
    """Begin a template with the Word file that the product comes with."""
    ensure_for_company(actor)
    rules.ensure_room(queries.count_templates(session))
    template = DocumentTemplate(kind=kind, name=name, created_by=actor.user_id, **{"id": new_id(), **given})
    _keep(template, run_in_thread(shipped_template, kind), files)
    session.add(template)
    session.flush()
    _announce(session, actor, template, {}, contract.DocumentTemplateCreated)
    return template


def upload_document_template(
    session: Session, actor: Actor, document_template_id: str, content: bytes, files: Files
) -> DocumentTemplate:
    """Make documents from this Word file from now on. Raises the refusals of `named_fields`."""
    ensure_for_company(actor)
    template = queries.get_template_for_change(session, actor, document_template_id)
    before = _facts(template)
    _keep(template, content, files)
    _announce(session, actor, template, before, contract.DocumentTemplateUploaded)
    return template


def remove_document_template(session: Session, actor: Actor, document_template_id: str) -> str:
    """The folder of its files, which nothing names any more once the transaction has ended."""
    ensure_for_company(actor)
    template = queries.get_template_for_change(session, actor, document_template_id)
    told = {**_told(template), "changes": changes(_facts(template), {})}
    announce(session, actor, template, contract.DocumentTemplateRemoved(**told))
    session.delete(template)
    session.flush()
    return template.folder


def _keep(template: DocumentTemplate, content: bytes, files: Files) -> None:
    """The file is written before the transaction ends: what is told to be there is there."""
    named = run_in_thread(named_fields, content, contract.FIELDS[template.kind])
    template.take(len(content), hashlib.sha256(content).hexdigest(), named, now())
    with files.write(template.path) as file:
        file.write(content)


def _announce(
    session: Session,
    actor: Actor,
    template: DocumentTemplate,
    before: dict[str, Any],
    event: type[contract.DocumentTemplateEvent],
) -> None:
    announce(session, actor, template, event(**_told(template), changes=changes(before, _facts(template))))


def _told(template: DocumentTemplate) -> dict[str, Any]:
    """What every event about this template says."""
    return {
        "document_template_id": template.id,
        "record_version": template.next_version,
        "kind": template.kind,
        "name": template.name,
        "digest": template.digest,
    }


def _facts(template: DocumentTemplate) -> dict[str, Any]:
    """The fields whose changes are history."""
    names = ("kind", "name", "size", "digest", "fields_named")
    return {name: getattr(template, name) for name in names}
