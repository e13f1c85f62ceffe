"""The route that says why."""

from gateway.http.routes import Routes
from shared.contracts.gateway import access as contract
from shared.contracts.rights import SIGNED_IN

routes = Routes("explanations", service="gateway", tag="Access")
routes.report(
    "/v1/access/explain",
    rpc="explain_access",
    right=SIGNED_IN,
    takes_query=contract.ExplainQuery,
    gives=contract.ExplanationView,
    tells_language=True,
    refuses=(403, 404, 422),
    about="Why somebody may or may not do something to a record, rule by rule, decided by the service that owns the "
    "record. About oneself everybody may ask; about others the right `gateway.access:explain` is needed. A record out "
    "of the asker's own sight is not found.",
)
