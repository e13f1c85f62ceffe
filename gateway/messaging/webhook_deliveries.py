"""The public routes of the ledger of webhooks."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.messaging import webhooks as contract

routes = Routes("webhook_deliveries", service="messaging", tag="Webhooks", for_partners=False)
routes.list("/v1/webhook-deliveries", rpc="list_webhook_deliveries", right=contract.READ, listing=contract.DELIVERIES)
routes.read(
    "/v1/webhook-deliveries/<delivery_id>",
    rpc="get_webhook_delivery",
    right=contract.READ,
    gives=contract.DeliveryView,
)
routes.act(
    "/v1/webhook-deliveries/<delivery_id>/replay",
    rpc="replay_webhook_delivery",
    right=contract.SEND,
    takes=NoBody,
    gives=contract.DeliveryView,
    about="Send it once more under the same id.",
)
