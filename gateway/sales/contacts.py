"""The public routes of contacts."""

from gateway.http.routes import Routes
from shared.contracts.sales import contacts as contract

routes = Routes("contacts", service="sales", tag="Contacts", about="People at customers and other organisations.")

routes.list("/v1/contacts", rpc="list_contacts", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/contacts",
    rpc="create_contact",
    right=contract.CREATE,
    takes=contract.CreateContact,
    gives=contract.ContactView,
    refuses=(409, 422),
)
routes.read("/v1/contacts/<contact_id>", rpc="get_contact", right=contract.READ, gives=contract.ContactView)
routes.change(
    "/v1/contacts/<contact_id>",
    rpc="change_contact",
    right=contract.CHANGE,
    takes=contract.ChangeContact,
    gives=contract.ContactView,
    refuses=(422,),
)
routes.history("/v1/contacts/<contact_id>/history", rpc="list_contact_history", right=contract.READ)
routes.act(
    "/v1/contacts/<contact_id>/transfer",
    rpc="transfer_contact",
    right=contract.TRANSFER,
    takes=contract.TransferContact,
    gives=contract.ContactView,
)
