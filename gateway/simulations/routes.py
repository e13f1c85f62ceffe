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
    about="How many records of every kind a change of a group or of somebody's place would open and close, person by "
    "person, counted where the records are kept. Nothing is saved. Who asks must hold all that is at stake, as for the "
    "change itself; examples are only of records that the asker sees too. Which records these are, page by page, tells "
    "`POST /v1/access/simulate/records`.",
)
routes.act(
    "/v1/access/simulate/records",
    rpc="list_simulated_records",
    right=access.SIMULATE,
    takes=simulations.SimulateRecords,
    gives=simulations.AffectedRecordsView,
    refuses=(404, 422),
    keeps_answer=False,
    about="Which records of one noun a change would open, or close, to one person, newest first. All are counted; "
    "named are those that the asker sees too. Nothing is saved.",
)
