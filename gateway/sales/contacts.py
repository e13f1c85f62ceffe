"""The public routes of contacts."""

from gateway.http.routes import Routes
from shared.contracts.newest import NewestQuery
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
routes.shares("/v1/contacts/<contact_id>", noun="contact", read=contract.READ, share=contract.SHARE)
routes.act(
    "/v1/contacts/<contact_id>/transfer",
    rpc="transfer_contact",
    right=contract.TRANSFER,
    takes=contract.TransferContact,
    gives=contract.ContactView,
)
routes.act(
    "/v1/contacts/<contact_id>/ratings",
    rpc="rate_contact",
    right=contract.RATE,
    takes=contract.RateContact,
    gives=contract.RatingView,
    status=201,
    about="How much this contact decides, and how it is disposed to us, on a day.",
)
routes.report(
    "/v1/contacts/<contact_id>/ratings",
    rpc="list_contact_ratings",
    right=contract.READ,
    takes_query=NewestQuery,
    gives=contract.RatingsView,
    refuses=(404,),
    about="The ratings of a contact, the newest first.",
)
routes.act(
    "/v1/contacts/<contact_id>/notes",
    rpc="note_contact",
    right=contract.NOTE,
    takes=contract.NoteContact,
    gives=contract.NoteView,
    status=201,
    about="A note or a piece of advice about this contact.",
)
routes.report(
    "/v1/contacts/<contact_id>/notes",
    rpc="list_contact_notes",
    right=contract.READ,
    takes_query=NewestQuery,
    gives=contract.NotesView,
    refuses=(404,),
    about="The notes about a contact, the newest first.",
)
routes.read(
    "/v1/customers/<customer_id>/org-chart",
    rpc="draw_org_chart",
    right=contract.READ,
    gives=contract.OrgChartView,
    about="Who reports to whom at a customer, and who plays which role.",
)
routes.report(
    "/v1/customers/<customer_id>/contact-picker",
    rpc="pick_contacts",
    right=contract.READ,
    takes_query=contract.PickContacts,
    gives=contract.PickedContactsView,
    refuses=(404,),
    about="Whom to choose for an activity or a deal: ranked by the last touch, those left out who do not want it.",
)
routes.list(
    "/v1/customers/<customer_id>/contacts",
    rpc="list_customer_contacts",
    right=contract.READ,
    listing=contract.LISTING,
    about="Those of one customer.",
)
