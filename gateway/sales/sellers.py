"""The public routes of sellers: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.sales import sellers as contract

routes = Routes(
    "sellers",
    service="sales",
    tag="Sellers",
    about="The people who sell: their skills, capacity, territory and status. Who is inactive is given nothing new.",
    for_partners=False,
)

ONE = "/v1/sellers/<seller_id>"

routes.list("/v1/sellers", rpc="list_sellers", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/sellers",
    rpc="define_seller",
    right=contract.DEFINE,
    takes=contract.DefineSeller,
    gives=contract.SellerView,
    refuses=(404, 409, 422),
)
routes.read(ONE, rpc="get_seller", right=contract.READ, gives=contract.PlacedSellerView, is_by_version=False)
routes.change(
    ONE,
    rpc="change_seller",
    right=contract.CHANGE,
    takes=contract.ChangeSeller,
    gives=contract.SellerView,
    refuses=(404, 422),
)
routes.history(f"{ONE}/history", rpc="list_seller_history", right=contract.READ)
routes.act(f"{ONE}/deactivate", rpc="deactivate_seller", right=contract.CHANGE, takes=NoBody, gives=contract.SellerView)
routes.act(f"{ONE}/activate", rpc="activate_seller", right=contract.CHANGE, takes=NoBody, gives=contract.SellerView)
routes.act(
    f"{ONE}/leave",
    rpc="set_seller_leave",
    right=contract.CHANGE,
    takes=contract.SetLeave,
    gives=contract.SellerView,
    about="From today unless another day is named; one that lies ahead begins by itself.",
)
routes.act(f"{ONE}/end-leave", rpc="end_seller_leave", right=contract.CHANGE, takes=NoBody, gives=contract.SellerView)
