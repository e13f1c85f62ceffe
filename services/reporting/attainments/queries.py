"""The lines of confirmed orders and the quotas of sellers, one below the other, each for whom it counted then."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, exists, literal
from sqlalchemy.orm import aliased

from services.reporting.orders import queries as orders
from services.reporting.parts.queries import Part
from services.reporting.quotas import queries as quotas
from services.reporting.statements.queries import (
    ID,
    MONEY,
    NUMBER,
    TEXT,
    Asked,
    Branch,
    Count,
    Measure,
    Mixed,
    Money,
    Ratio,
    grain_of,
)
from shared.persistence.platform import OrgUnitReplica


def of_lines(asked: Asked) -> dict[str, Any]:
    order, line = orders.OrderFact, orders.OrderLineFact
    return {
        "seller_id": orders.OWNER_ID,
        "seller": orders.OWNER,
        "unit_id": orders.UNIT_ID,
        "unit": OrgUnitReplica.name,
        "team_id": orders.Superior.id,
        "team": orders.Superior.name,
        "time": grain_of(order.ordered_on, asked["grain"]),
        "currency": order.currency,
        "order_id": order.id,
        "amount": line.amount,
        "costed_amount": orders.COSTED,
        "margin": orders.MARGIN,
        "attained": case((_under_a_quota(asked.part, asked["grain"]), line.amount)),
    }


def _under_a_quota(part: Part, grain: str) -> Any:
    """Whether an order was confirmed on a day for which its seller has a quota in its currency."""
    quota = aliased(quotas.QuotaFact)
    theirs = (
        quota.owner_id == orders.OWNER_ID,
        quota.currency == orders.OrderFact.currency,
        orders.OrderFact.ordered_on.between(quota.starts_on, quota.ends_on),
    )
    return exists().where(*theirs, quotas.counts_in(quota, part, grain)).correlate(orders.OrderFact)


def of_quotas(asked: Asked) -> dict[str, Any]:
    quota = quotas.QuotaFact
    return {
        "seller_id": quota.owner_id,
        "seller": quotas.OWNER,
        "unit_id": quota.org_unit_id,
        "unit": OrgUnitReplica.name,
        "team_id": quotas.Superior.id,
        "team": quotas.Superior.name,
        "time": grain_of(quota.starts_on, asked["grain"]),
        "currency": quota.currency,
        "target": quota.amount,
        "attained": literal(Decimal(0), MONEY),  # where nothing was sold it is nothing, and not unknown
    }


def sold_lines(rows: Select[Any], asked: Asked) -> Select[Any]:
    sold = orders.with_costs(orders.ordered_within(rows, asked.part))
    return orders.with_team(orders.with_unit(orders.with_owner(sold)))


MIXED = Mixed(
    {
        "seller_id": ID, "seller": TEXT, "unit_id": ID, "unit": TEXT, "team_id": ID, "team": TEXT, "time": NUMBER,
        "currency": TEXT, "order_id": ID, "amount": MONEY, "costed_amount": MONEY, "margin": MONEY, "attained": MONEY,
        "target": MONEY,
    },
    (
        Branch(
            kind="order",
            facts=orders.FACTS,
            rows=sold_lines,
            columns=of_lines,
            name=orders.OrderFact.number,
        ),
        Branch(
            kind="quota",
            facts=quotas.FACTS,
            rows=lambda rows, asked: quotas.with_names(quotas.counted_within(rows, asked.part, asked["grain"])),
            columns=of_quotas,
            name=quotas.QuotaFact.name,
        ),
    ),
)  # fmt: skip


def measures(asked: Asked) -> Mapping[str, Measure]:
    costed, margin = Money(MIXED.told("costed_amount")), Money(MIXED.told("margin"))
    attained, target = Money(MIXED.told("attained")), Money(MIXED.told("target"))
    return {
        "orders": Count(MIXED.told("order_id"), different=True),
        "amount": Money(MIXED.told("amount")),
        "costed_amount": costed,
        "margin": margin,
        "margin_rate": Ratio(margin, costed),
        "target": target,
        "attained": attained,
        "attainment": Ratio(attained, target),
    }
