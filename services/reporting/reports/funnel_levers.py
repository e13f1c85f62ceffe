"""Leads by their source, and the stays of deals by stage, each in the period in which it began; stages in their order.
A lead got on when it was converted, a deal when it left the stage nearer to being won, at whatever time.
"""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, func, literal

from services.reporting.deals.queries import Deal
from services.reporting.leads import queries as leads
from services.reporting.statements.queries import (
    NUMBER,
    TEXT,
    Asked,
    Branch,
    Count,
    Mixed,
    Ratio,
    Row,
    Statement,
    Sum,
    compared_periods,
    which_of,
)
from services.reporting.stays import queries as stays
from shared.contracts.reporting.reports.funnel_levers import REPORT

SOURCE, STAGE = "source", "stage"


def leads_that_came(rows: Select[Any], asked: Asked) -> Select[Any]:
    period = which_of(leads.LeadFact.came_on, compared_periods(asked))
    return leads.come_within(rows, asked.part).where(period.is_not(None))


def stays_that_began(rows: Select[Any], asked: Asked) -> Select[Any]:
    period = which_of(stays.DealStay.entered_on, compared_periods(asked))
    return stays.with_stage(stays.entered_within(rows, asked.part)).where(period.is_not(None))


def of_leads(asked: Asked) -> dict[str, Any]:
    return {
        "lever": literal(SOURCE),
        "step": leads.LeadFact.source_kind,
        "place": literal(0),
        "compared": which_of(leads.LeadFact.came_on, compared_periods(asked)),
        "moved_on": leads.CONVERTED_ONES,
    }


def of_stays(asked: Asked) -> dict[str, Any]:
    return {
        "lever": literal(STAGE),
        "step": stays.DealStay.stage,
        "place": stays.PLACE,
        "compared": which_of(stays.DealStay.entered_on, compared_periods(asked)),
        "moved_on": case((stays.DealStay.left_risen.is_(True), 1), else_=0),
    }


def compared(rows: list[Row], asked: Asked, totals: list[Row]) -> list[Row]:
    """Each step in all periods, in the order in which these were named, with its change against the one before."""
    steps: dict[tuple[str, int, str], dict[str, Row]] = defaultdict(dict)
    for row in rows:
        steps[row["lever"], row["place"] or 0, row["step"]][row["compared"]] = row
    made: list[Row] = []
    for (lever, place, step), found in sorted(steps.items()):
        before: Row | None = None
        for period in compared_periods(asked):
            empty = {"lever": lever, "step": step, "place": place, "compared": period, "count": 0, "moved_on": 0}
            row = found.get(period, empty | {"conversion": None})
            made.append(row | _changes(row, before))
            before = row
    return made


def _changes(row: Row, before: Row | None) -> Row:
    if before is None:
        return {"change": None, "conversion_change": None}
    rates = (row["conversion"], before["conversion"])
    change = None if None in rates else str(Decimal(rates[0]) - Decimal(rates[1]))
    return {"change": row["count"] - before["count"], "conversion_change": change}


MIXED = Mixed(
    {"lever": TEXT, "step": TEXT, "place": NUMBER, "compared": TEXT, "moved_on": NUMBER},
    (
        Branch(kind="lead", facts=leads.FACTS, rows=leads_that_came, columns=of_leads, name=leads.LeadFact.name),
        Branch(kind="deal", facts=stays.FACTS, rows=stays_that_began, columns=of_stays, name=Deal.name),
    ),
)

STATEMENT = Statement(
    report=REPORT,
    facts=MIXED,
    rows=lambda rows, asked: rows,
    dimensions=lambda asked: {name: MIXED.told(name) for name in ("lever", "step", "compared")},
    labels={"place": func.min(MIXED.told("place"))},
    measures=lambda asked: {
        "count": Count(),
        "moved_on": Sum(MIXED.told("moved_on")),
        "conversion": Ratio(Sum(MIXED.told("moved_on")), Count()),
    },
    finish=compared,
)
