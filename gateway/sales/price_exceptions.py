"""The public routes of exceptions from prices."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.sales import price_exceptions as contract

routes = Routes(
    "price-exceptions",
    service="sales",
    tag="Price exceptions",
    about="Prices for one customer below what holds: asked for by a seller, decided on by somebody else.",
    for_partners=False,
)

ONE = "/v1/price-exceptions/<price_exception_id>"

routes.list("/v1/price-exceptions", rpc="list_price_exceptions", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/price-exceptions",
    rpc="request_price_exception",
    right=contract.REQUEST,
    takes=contract.RequestPriceException,
    gives=contract.PriceExceptionView,
    refuses=(409, 422),
)
routes.read(ONE, rpc="get_price_exception", right=contract.READ, gives=contract.PriceExceptionView)
routes.history(f"{ONE}/history", rpc="list_price_exception_history", right=contract.READ)
routes.act(
    f"{ONE}/approve",
    rpc="approve_price_exception",
    right=contract.APPROVE,
    takes=NoBody,
    gives=contract.PriceExceptionView,
)
routes.act(
    f"{ONE}/refuse",
    rpc="refuse_price_exception",
    right=contract.REFUSE,
    takes=ReasonBody,
    gives=contract.PriceExceptionView,
)
routes.act(
    f"{ONE}/withdraw",
    rpc="withdraw_price_exception",
    right=contract.WITHDRAW,
    takes=NoBody,
    gives=contract.PriceExceptionView,
)
