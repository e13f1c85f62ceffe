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

_COLLEAGUES = (("gateway.org_unit:read", Reach.ALL), ("gateway.person:read", Reach.UNIT), ("messaging.*", Reach.OWN))

ROLES: tuple[Role, ...] = (
    Role(ADMINISTRATOR, "Administrators", (("*", Reach.ALL),)),
    Role(
        EXECUTIVE,
        "Executives",
        (
            ("sales.*", Reach.SUBTREE),
            ("marketing.*", Reach.SUBTREE),
            ("service_desk.*", Reach.SUBTREE),
            ("distribution.*", Reach.SUBTREE),
            ("reporting.*", Reach.SUBTREE),
            ("messaging.*", Reach.OWN),
            ("gateway.org_unit:read", Reach.ALL),
            ("gateway.person:read", Reach.SUBTREE),
        ),
    ),
    Role(
        ACCOUNT_MANAGER,
        "Account managers",
        (
            ("sales.*", Reach.SUBORDINATES),
            ("reporting.*", Reach.SUBORDINATES),
            ("sales.product:read", Reach.ALL),
            ("sales.stage:read", Reach.ALL),
            ("gateway.person:read", Reach.SUBORDINATES),
            *_COLLEAGUES,
        ),
    ),
    Role(
        SALESPERSON,
        "Salespeople",
        (
            ("sales.*", Reach.OWN),
            ("reporting.*", Reach.OWN),
            ("sales.product:read", Reach.ALL),
            ("sales.stage:read", Reach.ALL),
            *_COLLEAGUES,
        ),
    ),
    Role(
        MARKETING,
        "Marketing",
        (("marketing.*", Reach.UNIT), ("sales.lead:read", Reach.UNIT), ("reporting.*", Reach.OWN), *_COLLEAGUES),
    ),
    Role(
        SERVICE_AGENT,
        "Service agents",
        (("service_desk.*", Reach.UNIT), ("sales.customer:read", Reach.UNIT), *_COLLEAGUES),
    ),
    Role(
        STOREKEEPER,
        "Storekeepers",
        (("distribution.*", Reach.UNIT), ("sales.product:read", Reach.ALL), *_COLLEAGUES),
    ),
)
