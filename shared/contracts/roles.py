"""The groups that every installation starts with: who does what job, and how far each may reach."""

from dataclasses import dataclass

from shared.actor import Reach


@dataclass(frozen=True)
class Role:
    """A shipped group. `grants` are pairs of a pattern of rights and a reach."""

    code: str
    name: str
    grants: tuple[tuple[str, Reach], ...]


ADMINISTRATOR = "administrator"
EXECUTIVE = "executive"
ACCOUNT_MANAGER = "account_manager"
SALESPERSON = "salesperson"
MARKETING = "marketing"
SERVICE_AGENT = "service_agent"
STOREKEEPER = "storekeeper"
ACCOUNTANT = "accountant"

Grants = tuple[tuple[str, Reach], ...]

_EVERYBODY: Grants = (
    ("gateway.org_unit:read", Reach.ALL),
    ("gateway.person:read", Reach.UNIT),
    ("messaging.*", Reach.OWN),
)
_CATALOGUE: Grants = (("sales.product:read", Reach.ALL), ("sales.stage:read", Reach.ALL))
"""Products and stages belong to the whole company: everybody reads them, only administrators change them."""


def _each(reach: Reach, *patterns: str) -> Grants:
    return tuple((pattern, reach) for pattern in patterns)


def _selling(reach: Reach) -> Grants:
    """All of sales but what belongs to the whole company, and what becomes of the orders."""
    nouns = ("contact", "customer", "lead", "opportunity", "order", "pipeline", "quotation")
    following = ("invoice", "order", "payment", "shipment")
    return (
        *_each(reach, *(f"sales.{noun}:*" for noun in nouns)),
        *_each(reach, *(f"distribution.{noun}:read" for noun in following), "reporting.*"),
        *_CATALOGUE,
    )


ROLES: tuple[Role, ...] = (
    Role(ADMINISTRATOR, "Administrators", (("*", Reach.ALL),)),
    Role(
        EXECUTIVE,
        "Executives",
        (
            *_selling(Reach.SUBTREE),
            *_each(Reach.SUBTREE, "marketing.*", "service_desk.*", "distribution.*", "gateway.person:read"),
            *_EVERYBODY,
        ),
    ),
    Role(
        ACCOUNT_MANAGER,
        "Account managers",
        (*_selling(Reach.SUBORDINATES), ("gateway.person:read", Reach.SUBORDINATES), *_EVERYBODY),
    ),
    Role(SALESPERSON, "Salespeople", (*_selling(Reach.OWN), *_EVERYBODY)),
    Role(
        MARKETING,
        "Marketing",
        (*_each(Reach.UNIT, "marketing.*", "sales.lead:read"), ("reporting.*", Reach.OWN), *_EVERYBODY),
    ),
    Role(
        SERVICE_AGENT,
        "Service agents",
        (*_each(Reach.UNIT, "service_desk.*", "sales.customer:read", "sales.contact:read"), *_EVERYBODY),
    ),
    Role(
        STOREKEEPER,
        "Storekeepers",
        (
            *_each(Reach.UNIT, *(f"distribution.{noun}:*" for noun in ("inbound", "outbound", "shipment", "stock"))),
            *_each(Reach.UNIT, "distribution.item:*", "distribution.warehouse:*", "distribution.order:read"),
            *_CATALOGUE,
            *_EVERYBODY,
        ),
    ),
    Role(
        ACCOUNTANT,
        "Accountants",
        (
            *_each(Reach.UNIT, "distribution.invoice:*", "distribution.payment:*", "distribution.order:read"),
            *_each(Reach.UNIT, "sales.order:read", "sales.customer:read"),
            *_CATALOGUE,
            *_EVERYBODY,
        ),
    ),
)
