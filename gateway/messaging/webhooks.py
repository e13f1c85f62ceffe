"""The public routes of webhooks."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.messaging import webhooks as contract

routes = Routes(
    "webhooks",
    service="messaging",
    tag="Webhooks",
    about="Addresses that are told of what their owner may read.",
    for_partners=False,
)
ONE = "/v1/webhooks/<webhook_id>"

routes.list("/v1/webhooks", rpc="list_webhooks", right=contract.READ, listing=contract.LISTING)
routes.act(
    "/v1/webhooks",
    rpc="create_webhook",
    right=contract.CREATE,
    takes=contract.CreateWebhook,
    gives=contract.NewWebhookView,
    status=201,
    location="/v1/webhooks/<id>",
    keeps_answer=False,
    refuses=(422,),
    about="Set up a webhook of one's own. The secret that signs is in this answer and in no other.",
)
routes.read(ONE, rpc="get_webhook", right=contract.READ, gives=contract.WebhookView)
routes.history(f"{ONE}/history", rpc="list_webhook_history", right=contract.READ)
routes.change(
    ONE, rpc="change_webhook", right=contract.CHANGE, takes=contract.ChangeWebhook, gives=contract.WebhookView
)
routes.remove(ONE, rpc="remove_webhook", right=contract.REMOVE, refuses=(409,), about="End it; the ledger stays.")
routes.act(
    f"{ONE}/rotate-secret",
    rpc="rotate_webhook_secret",
    right=contract.ROTATE,
    takes=contract.RotateSecret,
    gives=contract.NewWebhookView,
    keeps_answer=False,
    about="A new secret, shown this once; the old one goes on signing beside it for a while.",
)
for verb, rpc, about in (
    ("pause", "pause_webhook", "Send nothing for now; what happens meanwhile is sent when it is resumed."),
    ("resume", "resume_webhook", "Go on where it stopped."),
):
    routes.act(f"{ONE}/{verb}", rpc=rpc, right=contract.SWITCH, takes=NoBody, gives=contract.WebhookView, about=about)
routes.act(
    f"{ONE}/test",
    rpc="test_webhook",
    right=contract.SEND,
    takes=NoBody,
    gives=contract.DeliveryView,
    about="Send an event that means nothing; see in the ledger what came of it.",
)
