"""The facts about expenses, for the reports. Every figure starts from what the actor may see."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func

from services.reporting.deals.queries import Deal
from services.reporting.expenses.model import ExpenseFact, ExpensePartFact
from services.reporting.parts.queries import Facts, Part, within
from shared.contracts.reporting.expenses import LISTING
from shared.persistence.platform import OrgPersonReplica

__all__ = ["FACTS", "Deal", "ExpenseFact", "ExpensePartFact"]

FACTS = Facts(ExpenseFact, ExpenseFact.org_unit_id, ExpenseFact.spent_unit_path, ExpenseFact.created_by, LISTING)
"""An expense counts for whoever spent it, and where their unit stood when it was drawn up."""
SPENDER = OrgPersonReplica.name
SPENDER_NAME: ColumnElement[str] = func.max(SPENDER)
REFUSED = "refused"


def spent_within(rows: Select[Any], part: Part) -> Select[Any]:
    return rows.where(within(ExpenseFact.spent_on, part))


def costs_within(rows: Select[Any], part: Part) -> Select[Any]:
    """What was spent in the period and is not refused: that is no cost of the company's."""
    return spent_within(rows, part).where(ExpenseFact.status != REFUSED)


def with_spender(rows: Select[Any]) -> Select[Any]:
    """With whoever spent it."""
    return rows.outerjoin(OrgPersonReplica, OrgPersonReplica.id == ExpenseFact.created_by)


def with_parts(rows: Select[Any]) -> Select[Any]:
    """Each expense as often as it has parts, with the deal and with whoever spent it. Of a deal only ids are told,
    which the expense itself leads to: the deal may be out of the caller's sight.
    """
    parts = rows.join(ExpensePartFact, ExpensePartFact.expense_id == ExpenseFact.id)
    return with_spender(parts.outerjoin(Deal, Deal.id == ExpensePartFact.deal_id))
