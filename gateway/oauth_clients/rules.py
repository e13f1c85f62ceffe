"""What holds for an OAuth client, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Sequence

from shared.errors import Conflict, RuleBroken
from shared.rights import includes


class ClientNeedsAWay(RuleBroken):
    """Without an address to come back to, and without an account of its own, it could do nothing."""

    code = "oauth_client_needs_a_way"


class PublicClientActsForPeople(RuleBroken):
    """A client without a secret cannot act as an account of its own."""

    code = "public_oauth_client_has_no_account"


class AccountStandsElsewhere(RuleBroken):
    """A client and the account that it acts as belong to the same unit."""

    code = "service_account_stands_elsewhere"


class ClientScopeIsEmpty(RuleBroken):
    """A pattern of rights matches no right there is."""

    code = "token_scope_is_empty"


class ClientIsClosed(Conflict):
    """The client was closed; nobody gets in through it any more."""

    code = "oauth_client_is_closed"


class ClientHasNoSecret(Conflict):
    """A public client proves itself by PKCE alone."""

    code = "oauth_client_has_no_secret"


def ensure_sound(confidential: bool, redirect_uris: Sequence[str], account_unit: str | None, unit_id: str) -> None:
    """`account_unit` is where its service account stands, or None if it has none."""
    if not redirect_uris and account_unit is None:
        raise ClientNeedsAWay("Give redirect_uris, for acting for people, or a service_account_id, or both.")
    if account_unit is not None and not confidential:
        raise PublicClientActsForPeople("A public client has no secret, so it cannot act for itself.")
    if account_unit not in (None, unit_id):
        raise AccountStandsElsewhere("The service account stands in another unit than the client.")


def ensure_scopes(scopes: Sequence[str], rights: Iterable[str]) -> None:
    known = list(rights)
    idle = [scope for scope in scopes if not any(includes(scope, right) for right in known)]
    if idle:
        raise ClientScopeIsEmpty(f"No right matches {', '.join(idle)}; GET /v1/rights lists them.")


def ensure_open(closed: bool) -> None:
    if closed:
        raise ClientIsClosed("This client is closed; register another.")


def ensure_confidential(confidential: bool) -> None:
    if not confidential:
        raise ClientHasNoSecret("A public client has no secret.")


def within(allowed: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether all that is wanted was allowed."""
    known = list(allowed)
    return all(any(includes(scope, want) for scope in known) for want in wanted)
