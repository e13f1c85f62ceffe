"""What a template may name of the latest version of a quotation, as texts."""

from sqlalchemy.orm import Session

from services.sales.document_templates.queries.merging import Merge
from services.sales.quotations.model import Quotation, QuotationLine
from services.sales.quotations.queries import get_quotation, printing
from shared.actor import Actor
from shared.clock import today
from shared.contracts.custom import Definitions
from shared.contracts.fields import money_text
from shared.definitions import definitions_of


def merged_quotation(session: Session, actor: Actor, quotation_id: str, language: str) -> tuple[str, Merge]:
    """The number of a quotation in the caller's sight, and what is filled in for it."""
    quotation = get_quotation(session, actor, quotation_id)
    definitions = definitions_of(session)
    lines = tuple(_line(line, definitions, language) for line in quotation.lines)
    said = _quotation(quotation, language) | {
        "customer.name": printing.customer_name(session, actor, quotation),
        "owner.name": quotation.owner.name if quotation.owner else "",
        "unit.name": quotation.org_unit.name if quotation.org_unit else "",
        "today": today().isoformat(),
    }
    return quotation.number, Merge(said, lines)


def _quotation(quotation: Quotation, language: str) -> dict[str, str]:
    version = quotation.latest
    return {
        "quotation.number": quotation.number,
        "quotation.version": str(version.number),
        "quotation.status": printing.status_word(version.status, language),
        "quotation.valid_until": version.valid_until.isoformat(),
        "quotation.currency": quotation.currency,
        "quotation.note": version.note or "",
        **{f"quotation.{name}": money_text(getattr(version, name)) for name in ("net", "tax", "gross")},
    }


def _line(line: QuotationLine, definitions: Definitions, language: str) -> dict[str, str]:
    amounts = ("unit_price", "discount_percent", "tax_percent", "net", "tax", "gross")
    attributes = printing.attributes_of(line.attributes or {}, definitions, language)
    return {
        "line.position": str(line.position),
        "line.code": line.code,
        "line.name": line.name,
        "line.quantity": str(line.quantity),
        "line.attributes": "\n".join(f"{label}: {value}" for label, value in attributes),
        **{f"line.{name}": money_text(getattr(line, name)) for name in amounts},
    }
