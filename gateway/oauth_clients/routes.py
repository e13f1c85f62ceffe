"""The routes of OAuth clients."""

from gateway.http.routes import Routes
from shared.contracts.gateway import oauth_clients as contract

routes = Routes(
    "oauth_clients",
    service="gateway",
    tag="OAuth 2",
    about="Programs that people may let act for them: authorisation code with PKCE, client credentials.",
)
routes.list("/v1/oauth-clients", rpc="list_oauth_clients", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/oauth-clients",
    rpc="create_oauth_client",
    right=contract.CREATE,
    takes=contract.CreateOAuthClient,
    gives=contract.NewOAuthClientView,
    refuses=(409, 422),
    keeps_answer=False,
    about="Register a program. Its `id` is its client_id; the secret of a confidential one is told once.",
)
routes.read(
    "/v1/oauth-clients/<client_id>", rpc="get_oauth_client", right=contract.READ, gives=contract.OAuthClientView
)
routes.history("/v1/oauth-clients/<client_id>/history", rpc="list_oauth_client_history", right=contract.READ)
routes.act(
    "/v1/oauth-clients/<client_id>/renew-secret",
    rpc="renew_oauth_client_secret",
    right=contract.RENEW_SECRET,
    gives=contract.NewSecretView,
    keeps_answer=False,
    about="A new secret, told once; the old one ends.",
)
routes.act(
    "/v1/oauth-clients/<client_id>/close",
    rpc="close_oauth_client",
    right=contract.CLOSE,
    gives=contract.OAuthClientView,
    about="End all its tokens, and let nobody in through it any more.",
)
