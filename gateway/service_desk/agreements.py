"""The public routes of service agreements."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.service_desk import agreements as contract

routes = Routes("agreements", service="service_desk", tag="Agreements", about="The service that customers have bought.")

ONE = "/v1/agreements/<agreement_id>"

routes.list("/v1/agreements", rpc="list_agreements", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/agreements",
    rpc="create_agreement",
    right=contract.CREATE,
    takes=contract.CreateAgreement,
    gives=contract.AgreementView,
    refuses=(409, 422),
)
routes.report(
    "/v1/agreements/expiring",
    rpc="list_expiring_agreements",
    right=contract.READ,
    takes_query=contract.ExpiringQuery,
    gives=contract.ExpiringView,
    about="Those in force whose last day is at most so many days ahead, the soonest first.",
)
routes.read(ONE, rpc="get_agreement", right=contract.READ, gives=contract.AgreementView)
routes.change(
    ONE,
    rpc="change_agreement",
    right=contract.CHANGE,
    takes=contract.ChangeAgreement,
    gives=contract.AgreementView,
    if_match=True,
    refuses=(409, 422),
)
routes.history(f"{ONE}/history", rpc="list_agreement_history", right=contract.READ)
routes.shares(ONE, noun="agreement", read=contract.READ, share=contract.SHARE)
routes.act(
    f"{ONE}/activate",
    rpc="activate_agreement",
    right=contract.ACTIVATE,
    takes=NoBody,
    gives=contract.AgreementView,
)
routes.act(
    f"{ONE}/renew",
    rpc="renew_agreement",
    right=contract.RENEW,
    takes=contract.RenewAgreement,
    gives=contract.AgreementView,
)
routes.act(f"{ONE}/end", rpc="end_agreement", right=contract.END, takes=ReasonBody, gives=contract.AgreementView)
routes.list(
    "/v1/customers/<customer_id>/agreements",
    rpc="list_customer_agreements",
    right=contract.READ,
    listing=contract.LISTING,
    about="Those with one customer.",
)
