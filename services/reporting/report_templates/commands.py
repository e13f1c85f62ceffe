"""Keeping templates. One function, one business decision, one event."""

import hashlib
from typing import Any

from sqlalchemy.orm import Session

from services.reporting.report_templates import queries, rules
from services.reporting.report_templates.model import ReportTemplate
from services.reporting.report_templates.queries.merging import named_fields
from services.reporting.report_templates.queries.shipped import shipped_template
from shared.actor import Actor
from shared.announce import announce
from shared.bus.offload import run_in_thread
from shared.clock import now
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.reporting import report_templates as contract
from shared.files import Files
from shared.ids import new_id


def create_report_template(
    session: Session, actor: Actor, files: Files, *, report: str, name: str, **given: Any
) -> ReportTemplate:
    """Begin a template with the Word file that the product comes with."""
    ensure_for_company(actor)
    rules.ensure_room(queries.count_templates(session))
    template = ReportTemplate(report=report, name=name, created_by=actor.user_id, **{"id": new_id(), **given})
    _keep(template, run_in_thread(shipped_template), files)
    session.add(template)
    session.flush()
    _announce(session, actor, template, {}, contract.ReportTemplateCreated)
    return template


def upload_report_template(
    session: Session, actor: Actor, report_template_id: str, content: bytes, files: Files
) -> ReportTemplate:
    """Make documents from this Word file from now on. Raises the refusals of `named_fields`."""
    template = queries.get_template_for_change(session, actor, report_template_id)
    ensure_for_company(actor)
    before = _facts(template)
    _keep(template, content, files)
    _announce(session, actor, template, before, contract.ReportTemplateUploaded)
    return template


def remove_report_template(session: Session, actor: Actor, report_template_id: str) -> str:
    """The folder of its files, which nothing names any more once the transaction has ended."""
    template = queries.get_template_for_change(session, actor, report_template_id)
    ensure_for_company(actor)
    told = {**_told(template), "changes": changes(_facts(template), {})}
    announce(session, actor, template, contract.ReportTemplateRemoved(**told))
    session.delete(template)
    session.flush()
    return template.folder


def _keep(template: ReportTemplate, content: bytes, files: Files) -> None:
    """The file is written before the transaction ends: what is told to be there is there."""
    named = run_in_thread(named_fields, content, template.report)
    template.take(len(content), hashlib.sha256(content).hexdigest(), named, now())
    with files.write(template.path) as file:
        file.write(content)


def _announce(
    session: Session,
    actor: Actor,
    template: ReportTemplate,
    before: dict[str, Any],
    event: type[contract.ReportTemplateEvent],
) -> None:
    announce(session, actor, template, event(**_told(template), changes=changes(before, _facts(template))))


def _told(template: ReportTemplate) -> dict[str, Any]:
    """What every event about this template says."""
    return {
        "report_template_id": template.id,
        "record_version": template.next_version,
        "report": template.report,
        "name": template.name,
        "digest": template.digest,
    }


def _facts(template: ReportTemplate) -> dict[str, Any]:
    """The fields whose changes are history."""
    names = ("report", "name", "size", "digest", "fields_named")
    return {name: getattr(template, name) for name in names}
