"""The routes about oneself and about rights."""

from gateway.http.routes import Routes
from shared.contracts.gateway import access as contract
from shared.contracts.gateway import groups
from shared.contracts.rights import SIGNED_IN_ANYHOW

routes = Routes("access", service="gateway", tag="Access", about="Who one is, and what one may do.")
routes.read("/v1/me", rpc="get_me", right=SIGNED_IN_ANYHOW, gives=contract.MeView)
routes.read("/v1/rights", rpc="list_rights", right=groups.READ, gives=contract.RightsView)
