"""The routes of the audit trail."""

from gateway.http.routes import Routes
from shared.contracts.gateway import audit as contract

routes = Routes(
    "audit",
    service="gateway",
    tag="Audit",
    about="Who did what, when, from where; chained by hash so that tampering shows.",
)
routes.list("/v1/audit", rpc="list_audit", right=contract.READ, listing=contract.LISTING)
routes.report(
    "/v1/audit/verify",
    rpc="verify_audit",
    right=contract.VERIFY,
    takes_query=contract.VerifyQuery,
    gives=contract.VerificationView,
    about="Look whether an event was altered, removed or inserted in a database; go on with `next` until complete.",
)
routes.list(
    "/v1/audit/anchors",
    rpc="list_audit_anchors",
    right=contract.VERIFY,
    listing=contract.ANCHORS,
    search=False,
    about="Where the chains ended, written down apart from them; one a day by itself.",
)
routes.act(
    "/v1/audit/anchors",
    rpc="anchor_audit",
    right=contract.ANCHOR,
    gives=contract.AnchorView,
    status=201,
    refuses=(),
    about="Write down where the chains end now.",
)
