"""The groups that every installation starts with: who does what job, and how far each may reach."""

from dataclasses import dataclass

from shared.actor import Reach


@dataclass(frozen=True)
class Role:
    """A shipped group. `grants` are pairs of a pattern of rights and a reach; `open_fields` pairs of a noun and the
    only fields of it that are open.
    """

    code: str
    name: str
    grants: tuple[tuple[str, Reach], ...]
    open_fields: tuple[tuple[str, tuple[str, ...]], ...] = ()


ADMINISTRATOR = "administrator"
EXECUTIVE = "executive"
ACCOUNT_MANAGER = "account_manager"
SALESPERSON = "salesperson"
MARKETING = "marketing"
SERVICE_AGENT = "service_agent"
STOREKEEPER = "storekeeper"
ACCOUNTANT = "accountant"
PARTNER = "partner"
PORTAL_CUSTOMER = "portal_customer"

Grants = tuple[tuple[str, Reach], ...]

_EVERYBODY: Grants = (
    ("gateway.org_unit:read", Reach.ALL),
    ("gateway.person:read", Reach.UNIT),
    ("gateway.custom_field:read", Reach.ALL),
    ("gateway.picklist:read", Reach.ALL),
    ("gateway.view:*", Reach.OWN),
    ("gateway.position:read", Reach.UNIT),
    ("gateway.process_definition:read", Reach.ALL),
    ("gateway.process_run:*", Reach.OWN),
    ("messaging.*", Reach.OWN),
    ("messaging.plan:read", Reach.SUBORDINATES),
    ("messaging.schedule:read", Reach.SUBORDINATES),
    ("gateway.export:*", Reach.OWN),
    ("gateway.job:*", Reach.OWN),
)
_CATALOGUE: Grants = (("sales.product:read", Reach.ALL), ("sales.stage:read", Reach.ALL))
"""Products and stages belong to the whole company: everybody reads them, only administrators change them."""


def _each(reach: Reach, *patterns: str) -> Grants:
    return tuple((pattern, reach) for pattern in patterns)


def _selling(reach: Reach) -> Grants:
    """All of sales but what belongs to the whole company, and what becomes of the orders."""
    nouns = (
        "comment",
        "contact",
        "customer",
        "lead",
        "opportunity",
        "order",
        "pipeline",
        "price",
        "price_exception",
        "quotation",
        "visit",
    )
    following = ("invoice", "order", "payment", "shipment")
    return (
        *_each(reach, *(f"sales.{noun}:*" for noun in nouns)),
        *_each(reach, *(f"distribution.{noun}:read" for noun in following), "reporting.*"),
        ("sales.price_list:read", Reach.ALL),
        *_CATALOGUE,
    )


OpenFields = tuple[tuple[str, tuple[str, ...]], ...]

_ORDER = (
    "number", "status", "fulfilment", "customer", "currency", "amount", "tax", "invoiced", "paid", "open_amount",
    "confirmed_at", "lines", "instalments",
)  # fmt: skip
_OPEN_TO_PARTNERS: OpenFields = (
    ("sales.customer", ("name", "phone", "website", "industry", "region", "country", "org_unit")),
    ("sales.lead", ("name", "company", "email", "phone", "status", "budget", "owner", "org_unit")),
    (
        "sales.opportunity",
        ("number", "name", "customer", "product", "stage", "status", "amount", "currency", "expected_close_date",
         "owner", "org_unit"),
    ),
    ("sales.order", (*_ORDER, "owner", "org_unit")),
    ("sales.product", ("code", "name", "category", "description", "unit", "list_price", "currency", "active")),
)  # fmt: skip
"""What is written for colleagues only stays with them: notes, chances, next steps, reasons, competitors."""

_OPEN_TO_CUSTOMERS: OpenFields = (
    ("distribution.invoice",
     ("number", "order_id", "order_number", "customer_id", "status", "amount", "currency", "due_on", "lines")),
    ("sales.customer", ("name", "tax_id", "phone", "website", "industry", "region", "country")),
    ("sales.order", _ORDER),
    (
        "service_desk.request",
        ("number", "kind", "customer", "subject", "description", "channel", "severity", "status", "order_id", "due_at",
         "solved_at", "confirmed_at", "closed_at", "solution"),
    ),
)  # fmt: skip


ROLES: tuple[Role, ...] = (
    Role(ADMINISTRATOR, "Administrators", (("*", Reach.ALL),)),
    Role(
        EXECUTIVE,
        "Executives",
        (
            *_selling(Reach.SUBTREE),
            *_each(Reach.SUBTREE, "marketing.*", "service_desk.*", "distribution.*", "gateway.person:read"),
            *_each(Reach.SUBTREE, "gateway.custom_field:*", "gateway.picklist:*"),
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
        (
            *_each(Reach.UNIT, "service_desk.*", "sales.customer:read", "sales.contact:read", "sales.comment:*"),
            *_EVERYBODY,
        ),
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
    Role(
        PARTNER,
        "Partners: people of agents and dealers",
        (
            *_each(Reach.UNIT, *(f"sales.lead:{verb}" for verb in ("read", "create", "change", "qualify", "touch"))),
            *_each(Reach.UNIT, "sales.customer:read", "sales.opportunity:read", "sales.opportunity:create"),
            *_each(Reach.UNIT, "sales.order:read", "sales.price:read", "gateway.org_unit:read", "gateway.person:read"),
            ("messaging.*", Reach.OWN),
            *_CATALOGUE,
        ),
        _OPEN_TO_PARTNERS,
    ),
    Role(
        PORTAL_CUSTOMER,
        "People of customers, in the portal",
        _each(
            Reach.CUSTOMER,
            *(f"sales.{noun}:read" for noun in ("customer", "order", "price")),
            "distribution.invoice:read",
            "service_desk.request:read",
        ),
        _OPEN_TO_CUSTOMERS,
    ),
)
