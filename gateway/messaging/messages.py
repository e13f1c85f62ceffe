"""The public routes of messages."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.messaging import messages as contract

routes = Routes("messages", service="messaging", tag="Messages", about="What happened that concerns the caller.")

routes.list("/v1/messages", rpc="list_messages", right=contract.READ, listing=contract.LISTING)
routes.read("/v1/messages/unread-count", rpc="count_unread_messages", right=contract.READ, gives=contract.UnreadView)
routes.read("/v1/messages/<message_id>", rpc="get_message", right=contract.READ, gives=contract.MessageView)
routes.act(
    "/v1/messages/<message_id>/read",
    rpc="mark_message_read",
    right=contract.MARK_READ,
    takes=NoBody,
    gives=contract.MessageView,
    refuses=(),
    about="Again is harmless: when it was first read stays known.",
)
routes.history("/v1/messages/<message_id>/history", rpc="list_message_history", right=contract.READ)
