"""The gateway's own service: the organisation, its people, and what they may do."""

from gateway.access.entrypoints import AccessEntrypoints
from gateway.groups.entrypoints import GroupEntrypoints
from gateway.imports.entrypoints import ImportEntrypoints
from gateway.org_units.entrypoints import OrgUnitEntrypoints
from gateway.people.entrypoints import PersonEntrypoints
from gateway.tokens.entrypoints import TokenEntrypoints


class GatewayService(
    AccessEntrypoints,
    OrgUnitEntrypoints,
    PersonEntrypoints,
    GroupEntrypoints,
    TokenEntrypoints,
    ImportEntrypoints,
):
    name = "gateway"
