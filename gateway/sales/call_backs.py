"""The public routes of call-backs: for the house alone."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.sales import call_backs as contract

routes = Routes(
    "call-backs",
    service="sales",
    tag="Call-backs",
    about="Who is to be called back at which time, and by whom.",
    for_partners=False,
)

ONE = "/v1/call-backs/<call_back_id>"

routes.list("/v1/call-backs", rpc="list_call_backs", right=contract.READ, listing=contract.LISTING)
routes.list(
    "/v1/call-queue",
    rpc="list_call_queue",
    right=contract.TAKE,
    listing=contract.QUEUE,
    about="What is due now for the caller, or for whoever of the caller's unit takes it first; each is there once.",
)
routes.create(
    "/v1/call-backs",
    rpc="arrange_call_back",
    right=contract.ARRANGE,
    takes=contract.ArrangeCallBack,
    gives=contract.CallBackView,
    refuses=(409, 422),
    about="When its time comes it stands in the queue, and whoever is to call is told.",
)
routes.read(ONE, rpc="get_call_back", right=contract.READ, gives=contract.CallBackView)
routes.change(
    ONE,
    rpc="change_call_back",
    right=contract.CHANGE,
    takes=contract.ChangeCallBack,
    gives=contract.CallBackView,
    refuses=(409, 422),
)
routes.history(f"{ONE}/history", rpc="list_call_back_history", right=contract.READ)
routes.act(
    f"{ONE}/take",
    rpc="take_call_back",
    right=contract.TAKE,
    takes=NoBody,
    gives=contract.CallBackView,
    about="Out of the queue, to call now; of several who try at once one does.",
)
routes.act(
    f"{ONE}/postpone",
    rpc="postpone_call_back",
    right=contract.POSTPONE,
    takes=contract.PostponeCallBack,
    gives=contract.CallBackView,
)
routes.act(
    f"{ONE}/transfer",
    rpc="transfer_call_back",
    right=contract.TRANSFER,
    takes=contract.TransferCallBack,
    gives=contract.CallBackView,
)
routes.act(
    f"{ONE}/complete",
    rpc="complete_call_back",
    right=contract.COMPLETE,
    takes=contract.CompleteCallBack,
    gives=contract.CallBackView,
    about="By whoever is to call.",
)
routes.act(
    f"{ONE}/cancel", rpc="cancel_call_back", right=contract.CANCEL, takes=ReasonBody, gives=contract.CallBackView
)
