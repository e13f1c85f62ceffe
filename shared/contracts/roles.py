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
    ("gateway.report_schedule:*", Reach.OWN),
)
_CATALOGUE: Grants = (("sales.product:read", Reach.ALL), ("sales.stage:read", Reach.ALL))
"""Products and stages belong to the whole company: everybody reads them, only administrators change them."""


def _each(reach: Reach, *patterns: str) -> Grants:
    return tuple((pattern, reach) for pattern in patterns)


def _selling(reach: Reach) -> Grants:
    """All of sales but what belongs to the whole company, and what becomes of the orders."""
    nouns = (
        "activity",
        "call_back",
        "cart",
        "comment",
        "contact",
        "customer",
        "lead",
        "opportunity",
        "opportunity_partner",
        "order",
        "pipeline",
        "price",
        "price_exception",
        "quotation",
        "recommendation",
        "visit",
    )
    following = ("credit_note", "invoice", "order", "payment", "shipment")
    return (
        *_each(reach, *(f"sales.{noun}:*" for noun in nouns)),
        *_each(reach, *(f"sales.expense:{verb}" for verb in ("read", "create", "change", "submit"))),
        *_each(
            reach,
            *(f"sales.{noun}:read" for noun in ("commission_split", "commission_statement", "quota", "seller")),
        ),
        ("sales.call_back:take", Reach.UNIT),
        *_each(Reach.UNIT, "sales.store:read", "sales.catalogue:read"),
        *_each(reach, *(f"distribution.{noun}:read" for noun in following), "reporting.*"),
        ("sales.configurator:read", Reach.ALL),
        ("sales.customer_level:read", Reach.ALL),
        ("sales.document_template:read", Reach.ALL),
        ("sales.playbook:read", Reach.ALL),
        ("sales.price_list:read", Reach.ALL),
        ("sales.product_pair:read", Reach.ALL),
        ("sales.territory:read", Reach.ALL),
        *_CATALOGUE,
    )


_DECIDING_ON_DEALS = tuple(
    f"sales.deal_registration:{verb}" for verb in ("read", "accept", "refuse", "extend", "withdraw", "convert")
)
"""What a manager of the channel does: wherever in the subtree the partner stands, and whoever its people report to."""

_REGISTERING_DEALS = tuple(f"sales.deal_registration:{verb}" for verb in ("read", "submit", "withdraw", "convert"))

_LEADING_SELLERS = ("sales.quota:set", "sales.quota:change", "sales.seller:define", "sales.seller:change")
_DECIDING = ("sales.expense:approve", "sales.expense:refuse")
_SPLITTING = ("sales.commission_split:set", "sales.commission_split:change")

OpenFields = tuple[tuple[str, tuple[str, ...]], ...]

_ORDER = (
    "number", "status", "fulfilment", "customer", "currency", "amount", "tax", "invoiced", "paid", "open_amount",
    "confirmed_at", "lines", "instalments",
)  # fmt: skip
_DEAL_REGISTRATION = (
    "name", "customer", "customer_name", "tax_id", "domain", "website", "phone", "country", "product",
    "product_category", "description", "amount", "currency", "expected_close_date", "status", "protected_from",
    "protected_until", "refusal_reason", "opportunity", "owner", "org_unit",
)  # fmt: skip
"""All that a partner said itself, and what the house answered."""

_OPEN_TO_PARTNERS: OpenFields = (
    ("sales.customer", ("name", "phone", "website", "industry", "region", "country", "org_unit")),
    ("sales.deal_registration", _DEAL_REGISTRATION),
    ("sales.lead", ("name", "company", "email", "phone", "status", "budget", "owner", "org_unit")),
    (
        "sales.opportunity",
        ("number", "name", "customer", "product", "stage", "status", "amount", "currency", "expected_close_date",
         "owner", "org_unit", "deal_registration_id"),
    ),
    ("sales.order", (*_ORDER, "owner", "org_unit")),
    ("sales.product", ("code", "name", "category", "description", "unit", "list_price", "currency", "active")),
)  # fmt: skip
"""What is written for colleagues only stays with them: notes, chances, next steps, reasons, competitors."""

_OPEN_TO_CUSTOMERS: OpenFields = (
    ("distribution.invoice",
     ("number", "order_id", "order_number", "customer_id", "status", "amount", "currency", "due_on", "lines")),
    (
        "sales.cart",
        ("store_id", "customer", "status", "order_id", "currency", "total", "lines", "line_id", "product_id",
         "quantity", "choices", "configuration_id", "shipping_method", "ship_to", "note"),
    ),
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
            *_each(Reach.SUBTREE, *_DECIDING_ON_DEALS),
            *_each(Reach.SUBTREE, "marketing.*", "service_desk.*", "distribution.*", "gateway.person:read"),
            *_each(Reach.SUBTREE, "gateway.custom_field:*", "gateway.picklist:*", *_LEADING_SELLERS),
            *_each(Reach.SUBTREE, "sales.commission_plan:*", "sales.lead_assignment_rule:*", *_SPLITTING),
            *_each(Reach.SUBTREE, "sales.expense:*"),
            *_each(Reach.SUBTREE, "sales.territory:*", "sales.store:*", "sales.catalogue:read"),
            *_EVERYBODY,
        ),
    ),
    Role(
        ACCOUNT_MANAGER,
        "Account managers",
        (
            *_selling(Reach.SUBORDINATES),
            *_each(Reach.SUBORDINATES, "gateway.person:read", *_LEADING_SELLERS, *_SPLITTING, *_DECIDING),
            *_each(Reach.SUBTREE, *_DECIDING_ON_DEALS),
            *_each(Reach.UNIT, "sales.lead_assignment_rule:*", "sales.store:*"),
            *_EVERYBODY,
        ),
    ),
    Role(SALESPERSON, "Salespeople", (*_selling(Reach.OWN), *_EVERYBODY)),
    Role(
        MARKETING,
        "Marketing",
        (
            *_each(Reach.UNIT, "marketing.*", "sales.lead:read", "sales.store:*", "sales.catalogue:read"),
            *_each(Reach.ALL, "sales.product:read", "sales.product_pair:*"),
            ("reporting.*", Reach.OWN),
            *_EVERYBODY,
        ),
    ),
    Role(
        SERVICE_AGENT,
        "Service agents",
        (
            *_each(Reach.UNIT, "service_desk.*", "sales.customer:read", "sales.contact:read", "sales.comment:*"),
            *_each(Reach.UNIT, "sales.activity:*", "sales.call_back:*", "sales.recommendation:read"),
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
            *_each(Reach.UNIT, *(f"distribution.{noun}:*" for noun in ("credit_note", "invoice", "payment"))),
            ("distribution.order:read", Reach.UNIT),
            *_each(Reach.UNIT, "sales.order:read", "sales.customer:read", "sales.expense:read", "sales.expense:pay"),
            *_CATALOGUE,
            *_EVERYBODY,
        ),
    ),
    Role(
        PARTNER,
        "Partners: people of agents and dealers",
        (
            *_each(Reach.UNIT, *(f"sales.lead:{verb}" for verb in ("read", "create", "change", "qualify", "touch"))),
            *_each(Reach.UNIT, "sales.customer:read", "sales.customer:change"),
            *_each(Reach.UNIT, *(f"sales.opportunity:{verb}" for verb in ("read", "create", "change", "advance"))),
            *_each(Reach.UNIT, *(f"sales.quotation:{verb}" for verb in ("read", "create", "change", "send", "revise"))),
            *_each(Reach.UNIT, "sales.order:read", "sales.price:read", "sales.configurator:read"),
            *_each(Reach.UNIT, "sales.recommendation:read", "sales.store:read", "sales.catalogue:read", "sales.cart:*"),
            *_each(Reach.UNIT, *_REGISTERING_DEALS),
            *_each(Reach.UNIT, "gateway.org_unit:read", "gateway.person:read"),
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
            *(
                f"sales.{noun}:read"
                for noun in ("catalogue", "configurator", "customer", "order", "price", "recommendation")
            ),
            "distribution.invoice:read",
            "sales.cart:*",
            "service_desk.request:read",
        ),
        _OPEN_TO_CUSTOMERS,
    ),
)
