"""The routes of departments."""

from gateway.http.routes import Routes
from shared.contracts.gateway import departments as contract

routes = Routes(
    "departments",
    service="gateway",
    tag="Organisation",
    about="Departments inside a unit. Belonging to one has no effect on what a person may see.",
)
routes.list("/v1/departments", rpc="list_departments", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/departments",
    rpc="create_department",
    right=contract.CREATE,
    takes=contract.CreateDepartment,
    gives=contract.DepartmentView,
    refuses=(409, 422),
)
routes.read("/v1/departments/<department_id>", rpc="get_department", right=contract.READ, gives=contract.DepartmentView)
routes.history("/v1/departments/<department_id>/history", rpc="list_department_history", right=contract.READ)
routes.change(
    "/v1/departments/<department_id>",
    rpc="change_department",
    right=contract.CHANGE,
    takes=contract.ChangeDepartment,
    gives=contract.DepartmentView,
    refuses=(409,),
)
routes.act(
    "/v1/departments/<department_id>/move",
    rpc="move_department",
    right=contract.MOVE,
    takes=contract.MoveDepartment,
    gives=contract.DepartmentView,
)
routes.act(
    "/v1/departments/<department_id>/close",
    rpc="close_department",
    right=contract.CLOSE,
    gives=contract.DepartmentView,
)
