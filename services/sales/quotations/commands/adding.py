"""More lines for a draft that has some."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.quotations import queries, rules
from services.sales.quotations.commands import change_quotation
from services.sales.quotations.model import Quotation, QuotationLine
from shared.actor import Actor
from shared.contracts.sales.quotations import MOST_LINES


def add_lines(session: Session, actor: Actor, quotation_id: str, lines: list[dict[str, Any]]) -> Quotation:
    """Add lines to the draft, after those that it has, and sum it up anew."""
    quotation = queries.get_quotation_for_change(session, actor, quotation_id)
    rules.ensure_draft(rules.QuotationStatus(quotation.status))
    rules.ensure_lines_fit(len(quotation.latest.lines) + len(lines), MOST_LINES)
    kept = [_as_asked(line) for line in quotation.latest.lines]
    return change_quotation(session, actor, quotation_id, lines=[*kept, *lines])


def _as_asked(line: QuotationLine) -> dict[str, Any]:
    names = ("product_id", "quantity", "unit_price", "discount_percent", "tax_percent")
    return {name: getattr(line, name) for name in names}
