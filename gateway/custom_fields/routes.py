"""The routes of custom fields."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.gateway import custom_fields as contract

routes = Routes("custom-fields", service="gateway", tag="Fields and lists")
_ONE = "/v1/custom-fields/<custom_field_id>"

routes.list("/v1/custom-fields", rpc="list_custom_fields", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/custom-fields",
    rpc="define_custom_field",
    right=contract.CREATE,
    takes=contract.CreateCustomField,
    gives=contract.CustomFieldView,
    refuses=(409, 422),
    about="Add a field to all records of a kind: at once it is there as `custom.<code>` in filters, sorts and columns.",
)
routes.read(_ONE, rpc="get_custom_field", right=contract.READ, gives=contract.CustomFieldView)
routes.change(
    _ONE,
    rpc="change_custom_field",
    right=contract.CHANGE,
    takes=contract.ChangeCustomField,
    gives=contract.CustomFieldView,
    refuses=(409, 422),
    about="Rename or order a field, or say whether it is required. What it holds never changes.",
)
routes.history(f"{_ONE}/history", rpc="list_custom_field_history", right=contract.READ)
routes.act(
    f"{_ONE}/retire",
    rpc="retire_custom_field",
    right=contract.RETIRE,
    takes=NoBody,
    gives=contract.CustomFieldView,
    about="Its values stay readable and can be filtered by; new ones are refused.",
)
routes.act(
    f"{_ONE}/reinstate",
    rpc="reinstate_custom_field",
    right=contract.REINSTATE,
    takes=NoBody,
    gives=contract.CustomFieldView,
)
