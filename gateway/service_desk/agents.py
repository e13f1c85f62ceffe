"""The public routes of service agents."""

from gateway.http.routes import Routes
from shared.contracts.service_desk import agents as contract

routes = Routes(
    "agents", service="service_desk", tag="Service agents", about="Who works on requests, with which skills."
)

routes.list("/v1/agents", rpc="list_agents", right=contract.READ, listing=contract.LISTING)
routes.read("/v1/agents/<agent_id>", rpc="get_agent", right=contract.READ, gives=contract.AgentView)
routes.history("/v1/agents/<agent_id>/history", rpc="list_agent_history", right=contract.READ)
routes.act(
    "/v1/agents/<agent_id>/skills",
    rpc="set_agent_skills",
    right=contract.CHANGE,
    takes=contract.SetAgentSkills,
    gives=contract.AgentView,
    about="Say all that a person is skilled in; the agent's id is the person's.",
)
