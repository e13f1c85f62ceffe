"""The routes of managed lists and of their values."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.gateway import picklists as contract

routes = Routes(
    "picklists",
    service="gateway",
    tag="Fields and lists",
    about="The fields that the company added to its records, and the values they may be given.",
)
_LIST, _VALUE = "/v1/picklists/<picklist>", "/v1/picklists/<picklist>/values/<value>"

routes.list("/v1/picklists", rpc="list_picklists", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/picklists",
    rpc="create_picklist",
    right=contract.CREATE,
    takes=contract.CreatePicklist,
    gives=contract.PicklistView,
    location="/v1/picklists/{code}",
    refuses=(409, 422),
)
routes.read(_LIST, rpc="get_picklist", right=contract.READ, gives=contract.PicklistView)
routes.change(
    _LIST, rpc="change_picklist", right=contract.CHANGE, takes=contract.ChangePicklist, gives=contract.PicklistView
)
routes.history(f"{_LIST}/history", rpc="list_picklist_history", right=contract.READ)
routes.list(f"{_LIST}/values", rpc="list_picklist_values", right=contract.READ, listing=contract.VALUES)
routes.create(
    f"{_LIST}/values",
    rpc="add_picklist_value",
    right=contract.CHANGE,
    takes=contract.NewValue,
    gives=contract.PicklistValueView,
    location="/v1/picklists/<picklist>/values/{code}",
    refuses=(409, 422),
)
routes.read(_VALUE, rpc="get_picklist_value", right=contract.READ, gives=contract.PicklistValueView)
routes.change(
    _VALUE,
    rpc="change_picklist_value",
    right=contract.CHANGE,
    takes=contract.ChangeValue,
    gives=contract.PicklistValueView,
    about="Rename a value or give it another place.",
)
routes.history(f"{_VALUE}/history", rpc="list_picklist_value_history", right=contract.READ)
routes.act(
    f"{_VALUE}/retire",
    rpc="retire_picklist_value",
    right=contract.CHANGE,
    takes=NoBody,
    gives=contract.PicklistValueView,
    about="Records that have the value keep it; new ones are refused.",
)
routes.act(
    f"{_VALUE}/reinstate",
    rpc="reinstate_picklist_value",
    right=contract.CHANGE,
    takes=NoBody,
    gives=contract.PicklistValueView,
)
