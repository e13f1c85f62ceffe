"""The customers who order, by how likely they are not to order again; the records are their orders of the last year."""

from collections.abc import Sequence
from typing import Any

from services.reporting.churn_scores.queries import (
    KNOWN,
    Learnt,
    Past,
    known_of_customers,
    learn,
    on_which,
    ordered_lately,
    pasts_of,
    stand,
)
from services.reporting.orders.queries import CUSTOMER_NAME, FACTS, OrderFact
from services.reporting.statements.queries import Asked, Count, Lessons, Row, Statement, rounded
from shared.contracts.reporting.reports.churn_scores import REPORT


def scored(rows: list[Row], asked: Asked, totals: list[Row], records: Sequence[Any]) -> list[Row]:
    """The likeliest first; who has no score by the name of the customer."""
    pasts = pasts_of(records)
    learnt = learn(pasts, on_which(asked), asked["horizon_days"])
    for row in rows:
        row |= _told(pasts[row["customer_id"]], learnt)
    for total in totals:
        total |= _concluded(learnt)
    return sorted(rows, key=lambda row: (-float(row["score"] or 0), -float(row["by_factors"] or 0), row["customer"]))


def _told(past: Past, learnt: Learnt) -> Row:
    standing = stand(past, learnt.on)
    if standing is None:
        raise LookupError("A customer with orders in the report has ordered within the lookback.")
    told: Row = {
        "days_since_order": standing.quiet_days,
        "usual_interval": rounded(standing.interval, 1),
        "value_ratio": rounded(standing.value_ratio),
        "requests": standing.requests,
        "lost_deals": standing.lost_deals,
        "days_since_contact": standing.contact_days,
    }
    return told | _judged(standing.values, learnt)


def _judged(values: Sequence[str], learnt: Learnt) -> Row:
    """Nothing is said of chances from too little history."""
    model = learnt.model
    if model is None or learnt.basis == "none":
        unsaid = [column.name for column in REPORT.derived if column.name.startswith("effect_of_")]
        return dict.fromkeys(("score", "by_factors", "raised_by", "lowered_by", *unsaid))
    effects, by_factors = model.effects(values), rounded(model.chance(values))
    most, least = max(effects, key=lambda one: one.weight), min(effects, key=lambda one: one.weight)
    return {
        "score": by_factors if learnt.basis == "factors" else rounded(model.base),
        "by_factors": by_factors,
        "raised_by": f"{most.factor}: {most.value}" if most.weight > 0 else None,
        "lowered_by": f"{least.factor}: {least.value}" if least.weight < 0 else None,
        **{f"effect_of_{one.factor}": rounded(one.weight) for one in effects},
    }


def _concluded(learnt: Learnt) -> Row:
    accuracy = learnt.accuracy
    return {
        "on": learnt.on,
        "horizon_days": learnt.horizon,
        "basis": learnt.basis,
        "base_rate": None if learnt.model is None or learnt.basis == "none" else rounded(learnt.model.base),
        "learnt_from": learnt.learnt_from,
        "held_out": accuracy.held_out,
        "held_out_gone": accuracy.gone,
        "auc": rounded(accuracy.auc),
        "brier": rounded(accuracy.brier),
        "base_brier": rounded(accuracy.base_brier),
        "says": learnt.says,
    }


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=ordered_lately,
    dimensions=lambda asked: {"customer_id": OrderFact.customer_id},
    labels=CUSTOMER_NAME,
    measures=lambda asked: {"count": Count()},
    lessons=Lessons(KNOWN, known_of_customers, scored),
)
