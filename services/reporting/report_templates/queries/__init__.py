"""Reading templates. They belong to the company: whoever may open the list sees all of them."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.reporting.report_templates import rules
from services.reporting.report_templates.model import ReportTemplate
from services.reporting.report_templates.queries.shipped import shipped_template
from shared.actor import Actor
from shared.company_wide import get_of_company, get_of_company_for_change
from shared.contracts.payload import Payload
from shared.contracts.reporting import report_templates as contract
from shared.files import Files
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.word_files import MEDIA_TYPE

COLUMNS = {name: getattr(ReportTemplate, name) for name in contract.LISTING.fields}


def every_template() -> Select[ReportTemplate]:
    return select(ReportTemplate)


def get_report_template(session: Session, report_template_id: str) -> ReportTemplate:
    return get_of_company(session, ReportTemplate, report_template_id, "report template")


def get_template_for_change(session: Session, actor: Actor, report_template_id: str) -> ReportTemplate:
    """The template, locked until the transaction ends; raises `Stale` when the caller named another version."""
    return get_of_company_for_change(session, actor, ReportTemplate, report_template_id, "report template")


def list_report_templates(session: Session, query: Payload) -> Payload:
    return list_records(session, every_template(), ReportTemplate, contract.LISTING, COLUMNS, query)


def list_report_template_history(session: Session, report_template_id: str, after: int) -> Payload:
    return list_history(session, get_report_template(session, report_template_id).id, after=after)


def stored_template(session: Session, report_template_id: str) -> Payload:
    """Where the Word file of the template is."""
    template = get_report_template(session, report_template_id)
    name = f"{template.name}.docx"
    return {"path": template.path, "name": name, "media_type": MEDIA_TYPE, "size": template.size}


def count_templates(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ReportTemplate)) or 0


def path_of_template(session: Session, report: str, report_template_id: str | None) -> str | None:
    """Where the file is of which documents of this report are made: the named template, or else the one whose file came
    last; none while the company has none of its own. Raises `TemplateIsUnknown`.
    """
    there = every_template().where(ReportTemplate.report == report)
    if report_template_id is None:
        newest = there.order_by(ReportTemplate.uploaded_at.desc(), ReportTemplate.id.desc()).limit(1)
        template = session.scalar(newest)
        return None if template is None else template.path
    named = session.scalar(there.where(ReportTemplate.id == report_template_id))
    if named is None:
        raise rules.TemplateIsUnknown(f"There is no template {report_template_id} of this report.")
    return named.path


def template_file(path: str | None, files: Files) -> bytes:
    """The Word file of which a document is made: the company's at this path, or else the shipped one."""
    if path is None:
        return shipped_template()
    with files.read(path) as file:
        return file.read()
