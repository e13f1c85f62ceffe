"""The routes of views."""

from gateway.http.routes import Routes
from shared.contracts.gateway import views as contract

routes = Routes(
    "views", service="gateway", tag="Views", about="Questions to a list, kept under a name and asked again as oneself."
)
_ONE = "/v1/views/<view_id>"

routes.list("/v1/views", rpc="list_views", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/views",
    rpc="create_view",
    right=contract.CREATE,
    takes=contract.CreateView,
    gives=contract.ViewView,
    refuses=(409, 422),
    about="Keep filter, columns and sort of any list of this API. A view is private until it is shared.",
)
routes.read(_ONE, rpc="get_view", right=contract.READ, gives=contract.ViewView)
routes.change(
    _ONE,
    rpc="change_view",
    right=contract.CHANGE,
    takes=contract.ChangeView,
    gives=contract.ViewView,
    refuses=(409, 422),
)
routes.remove(_ONE, rpc="remove_view", right=contract.REMOVE)
routes.history(f"{_ONE}/history", rpc="list_view_history", right=contract.READ)
routes.results(
    f"{_ONE}/results",
    rpc="get_view",
    right=contract.READ,
    about="What the view's list answers to its question, asked by the caller: own rights, own records.",
)
routes.read(f"{_ONE}/shares", rpc="list_view_shares", right=contract.READ, gives=contract.ViewSharesView)
routes.act(
    f"{_ONE}/shares",
    rpc="share_view",
    right=contract.SHARE,
    takes=contract.ShareView,
    gives=contract.ViewShareView,
    status=201,
    about="Let one person, one unit with those below it, or one group use the view.",
)
routes.remove(f"{_ONE}/shares/<share_id>", rpc="revoke_view_share", right=contract.SHARE)
