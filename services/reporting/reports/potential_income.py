"""Open deals by their customers beside open leads, each with what it may bring; the likeliest income first."""

from typing import Any

from sqlalchemy import Select, func, literal

from services.reporting.deals import queries as deals
from services.reporting.leads import queries as leads
from services.reporting.parts.queries import within
from services.reporting.statements.queries import ID, MONEY, TEXT, Asked, Branch, Count, Mixed, Money, Statement
from shared.contracts.reporting.reports.potential_income import REPORT


def open_deals(rows: Select[Any], asked: Asked) -> Select[Any]:
    return rows.where(deals.Deal.status == deals.OPEN, within(deals.Deal.expected_close_date, asked.part))


def open_leads(rows: Select[Any], asked: Asked) -> Select[Any]:
    return leads.still_open(rows) if asked.part.since is None and asked.part.until is None else leads.none_of(rows)


def of_deals(asked: Asked) -> dict[str, Any]:
    deal = deals.Deal
    named = {"prospect_kind": literal("deal"), "prospect_id": deal.customer_id, "prospect": deal.customer_name}
    return {**named, "currency": deal.currency, "amount": deal.amount, "weighted_amount": deal.weighted_amount}


def of_leads(asked: Asked) -> dict[str, Any]:
    lead = leads.LeadFact
    named = {"prospect_kind": literal("lead"), "prospect_id": lead.id, "prospect": lead.name}
    return {**named, "currency": lead.budget_currency, "amount": lead.budget, "weighted_amount": leads.WEIGHTED_BUDGET}


MIXED = Mixed(
    {
        "prospect_kind": TEXT, "prospect_id": ID, "prospect": TEXT, "currency": TEXT, "amount": MONEY,
        "weighted_amount": MONEY,
    },
    (
        Branch(kind="deal", facts=deals.FACTS, rows=open_deals, columns=of_deals, name=deals.Deal.name),
        Branch(kind="lead", facts=leads.WORTH, rows=open_leads, columns=of_leads, name=leads.LeadFact.name),
    ),
)  # fmt: skip

STATEMENT = Statement(
    report=REPORT,
    facts=MIXED,
    rows=lambda rows, asked: rows,
    dimensions=lambda asked: {name: MIXED.told(name) for name in ("prospect_kind", "prospect_id", "currency")},
    labels={"prospect": func.max(MIXED.told("prospect"))},
    measures=lambda asked: {
        "count": Count(),
        "amount": Money(MIXED.told("amount")),
        "weighted_amount": Money(MIXED.told("weighted_amount")),
    },
    order=lambda asked: ("currency", "-weighted_amount"),
)
