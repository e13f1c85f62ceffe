"""The public routes of quotas: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.sales import quotas as contract

routes = Routes(
    "quotas",
    service="sales",
    tag="Quotas",
    about="How much a seller or a unit is to sell in a period, and how much of it the orders have attained.",
    for_partners=False,
)

ONE = "/v1/quotas/<quota_id>"

routes.list("/v1/quotas", rpc="list_quotas", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/quotas",
    rpc="set_quota",
    right=contract.SET,
    takes=contract.SetQuota,
    gives=contract.QuotaView,
    refuses=(404, 409, 422),
)
routes.read(ONE, rpc="get_quota", right=contract.READ, gives=contract.QuotaView)
routes.change(
    ONE,
    rpc="change_quota",
    right=contract.CHANGE,
    takes=contract.ChangeQuota,
    gives=contract.QuotaView,
    refuses=(409,),
)
routes.history(f"{ONE}/history", rpc="list_quota_history", right=contract.READ)
routes.read(
    f"{ONE}/attainment",
    rpc="attain_quota",
    right=contract.READ,
    gives=contract.AttainmentView,
    about="What the confirmed orders of the period within the caller's reach come to.",
)
