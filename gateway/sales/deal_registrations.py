"""The public routes of registered deals: partners register, the house decides."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.sales import deal_registrations as contract

routes = Routes(
    "deal_registrations",
    service="sales",
    tag="Deal registrations",
    about="Deals that partners say they work on, and are protected with for some time once accepted.",
)

ALL = "/v1/deal-registrations"
ONE = f"{ALL}/<deal_registration_id>"

routes.list(ALL, rpc="list_deal_registrations", right=contract.READ, listing=contract.LISTING)
routes.create(
    ALL,
    rpc="submit_deal_registration",
    right=contract.SUBMIT,
    takes=contract.SubmitDealRegistration,
    gives=contract.DealRegistrationView,
    refuses=(409, 422),
    about="For people of agents and dealers. Refused while another partner is protected with the customer.",
)
routes.read(ONE, rpc="get_deal_registration", right=contract.READ, gives=contract.DealRegistrationView)
routes.history(f"{ONE}/history", rpc="list_deal_registration_history", right=contract.READ)
routes.act(
    f"{ONE}/accept",
    rpc="accept_deal_registration",
    right=contract.ACCEPT,
    takes=contract.AcceptDealRegistration,
    gives=contract.DealRegistrationView,
    for_partners=False,
    about="The deal is protected from today, by default for 90 days. Refused while another partner is protected.",
)
routes.act(
    f"{ONE}/refuse",
    rpc="refuse_deal_registration",
    right=contract.REFUSE,
    takes=ReasonBody,
    gives=contract.DealRegistrationView,
    for_partners=False,
)
routes.act(
    f"{ONE}/extend",
    rpc="extend_deal_registration",
    right=contract.EXTEND,
    takes=contract.ExtendDealRegistration,
    gives=contract.DealRegistrationView,
    for_partners=False,
    about="Once, by default by 30 days, while the protection is not over.",
)
routes.act(
    f"{ONE}/withdraw",
    rpc="withdraw_deal_registration",
    right=contract.WITHDRAW,
    takes=NoBody,
    gives=contract.DealRegistrationView,
)
routes.act(
    f"{ONE}/convert",
    rpc="convert_deal_registration",
    right=contract.CONVERT,
    takes=contract.ConvertDealRegistration,
    gives=contract.DealRegistrationView,
    about="An opportunity of the partner comes of it; a prospect is recorded as a customer of the partner first.",
)
