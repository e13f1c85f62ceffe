"""The route that tries a change out."""

from gateway.http.routes import Routes
from shared.contracts.gateway import access, simulations

routes = Routes("simulations", service="gateway", tag="Access")
routes.act(
    "/v1/access/simulate",
    rpc="simulate_access",
    right=access.SIMULATE,
    takes=simulations.Simulate,
    gives=simulations.SimulationView,
    refuses=(404, 422),
    keeps_answer=False,
    about="Which records a change of a group or of somebody's place would open and close, person by person, counted by "
    "the services themselves. Nothing is saved. Who asks must hold all that is at stake, as for the change itself; "
    "examples are only of records that the asker sees too. Records of the gateway (people, units, groups) and those of "
    "the whole company are not counted.",
)
