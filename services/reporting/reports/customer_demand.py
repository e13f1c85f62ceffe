"""What deals and service requests in sight ask for, by segment of the customer, product or need. Level, type, industry
and region of the customer are told with the deal and the request, as its name is, and are those of today.
"""

from typing import Any

from sqlalchemy import func, literal

from services.reporting.deals import queries as deals
from services.reporting.needs import queries as needs
from services.reporting.requests import queries as requests
from services.reporting.statements.queries import ID, NUMBER, TEXT, Asked, Branch, Count, Mixed, Statement, Sum
from shared.contracts.reporting.reports.customer_demand import REPORT

SEGMENTS = {
    "region": needs.CustomerFact.region,
    "industry": needs.CustomerFact.industry,
    "level": needs.CustomerFact.level,
    "type": needs.CustomerFact.type,
}
KEYS = ("segment", "product_id", "need", "category")


def of_deals(asked: Asked) -> dict[str, Any]:
    return {
        "segment": SEGMENTS[asked["by"]],
        "product_id": needs.DealNeed.product_id,
        "need": needs.DealNeed.words,
        "category": needs.CATEGORY,
        "asked_for": needs.ASKED_FOR,
        "customer_id": deals.Deal.customer_id,
        "from_deals": literal(1),
        "quantity": needs.DealNeed.quantity,
    }


def of_requests(asked: Asked) -> dict[str, Any]:
    return {
        "segment": SEGMENTS[asked["by"]],
        "product_id": requests.RequestFact.product_id,
        "need": requests.RequestFact.words,
        "category": requests.KnownProduct.category,
        "asked_for": requests.ASKED_FOR,
        "customer_id": requests.RequestFact.customer_id,
        "from_requests": literal(1),
    }


MIXED = Mixed(
    {
        **dict.fromkeys(("segment", "need", "category", "asked_for"), TEXT), "product_id": ID, "customer_id": ID,
        **dict.fromkeys(("from_deals", "from_requests", "quantity"), NUMBER),
    },
    (
        Branch(
            kind="deal",
            facts=deals.FACTS,
            rows=lambda rows, asked: needs.asked_within(rows, asked.part),
            columns=of_deals,
            name=deals.Deal.name,
        ),
        Branch(
            kind="request",
            facts=requests.FACTS,
            rows=lambda rows, asked: requests.asked_within(rows, asked.part),
            columns=of_requests,
            name=requests.RequestFact.number,
        ),
    ),
)  # fmt: skip

STATEMENT = Statement(
    report=REPORT,
    facts=MIXED,
    rows=lambda rows, asked: rows,
    dimensions=lambda asked: {name: MIXED.told(name) for name in KEYS},
    labels={"asked_for": func.max(MIXED.told("asked_for"))},
    measures=lambda asked: {
        "count": Count(),
        "from_deals": Sum(MIXED.told("from_deals")),
        "from_requests": Sum(MIXED.told("from_requests")),
        "quantity": Sum(MIXED.told("quantity")),
        "customers": Count(MIXED.told("customer_id"), different=True),
    },
    order=lambda asked: ("segment", "-count", "asked_for"),
)
