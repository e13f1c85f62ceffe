"""How often deals went from where to which stage; one that came and went is counted each time."""

from typing import Any

from sqlalchemy import Select

from services.reporting.deals.queries import FACTS, OWNER_TOLD, Deal, with_owner
from services.reporting.statements.queries import Asked, Count, Money, Statement
from services.reporting.stays.queries import DealStay, left_within
from shared.contracts.reporting.reports.deal_flow import REPORT


def moves(rows: Select[Any], asked: Asked) -> Select[Any]:
    moved = left_within(rows, asked.part)
    return with_owner(moved) if asked["by"] == "seller" else moved


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=moves,
    dimensions=lambda asked: {
        "source": {"stage": DealStay.stage, "seller": OWNER_TOLD, "channel": Deal.channel}[asked["by"]],
        "target": DealStay.left_for,
        "currency": Deal.currency,
    },
    measures=lambda asked: {"moves": Count(), "amount": Money(Deal.amount)},
    order=lambda asked: ("currency", "-moves"),
)
