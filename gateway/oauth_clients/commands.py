"""Registering clients, giving them new secrets, closing them."""

from typing import Any

from sqlalchemy.orm import Session

from gateway.oauth_clients import queries, rules
from gateway.oauth_clients.model import OAuthClient
from gateway.org_units import queries as org_units
from gateway.people.commands import credentials
from gateway.persistence import lock_organisation
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.gateway.oauth_clients import OAuthClientClosed, OAuthClientCreated, OAuthClientSecretRenewed
from shared.contracts.rights import all_rights
from shared.errors import Stale
from shared.ids import new_id


def create_client(
    session: Session, actor: Actor, *, unit_id: str, confidential: bool, service_account_id: str | None, **told: Any
) -> tuple[OAuthClient, str | None]:
    """Register a client of a unit within reach, and its secret if it has one. `told` are name, redirect_uris, scopes.

    Whoever gives it an account of its own must hold all that the account holds.
    """
    lock_organisation(session)
    unit = org_units.unit_in_reach(session, actor, unit_id)
    account = credentials.lock_account(session, actor, service_account_id) if service_account_id else None
    rules.ensure_sound(confidential, told["redirect_uris"], account.unit_id if account else None, unit.id)
    rules.ensure_scopes(told["scopes"], all_rights())
    client = OAuthClient(
        id=new_id(),
        unit_id=unit.id,
        confidential=confidential,
        service_account_id=service_account_id,
        closed=False,
        created_by=actor.user_id,
        **told,
    )
    secret = client.renew_secret() if confidential else None
    announce(session, actor, client, OAuthClientCreated(**_snapshot(client), changes=changes({}, _snapshot(client))))
    return client, secret


def renew_secret(session: Session, actor: Actor, client_id: str) -> str:
    """A new secret. Whoever has it acts as the client's account, so the caller must hold all that the account holds."""
    client = _get_for_change(session, actor, client_id)
    if client.service_account_id:
        credentials.lock_account(session, actor, client.service_account_id)
    secret = client.renew_secret()
    announce(session, actor, client, OAuthClientSecretRenewed(**_snapshot(client), changes={}))
    return secret


def close_client(session: Session, actor: Actor, client_id: str) -> OAuthClient:
    """No sign-in through this client any more; the caller ends its tokens."""
    client = _get_for_change(session, actor, client_id)
    before = _snapshot(client)
    client.close()
    event = OAuthClientClosed(**_snapshot(client), changes=changes(before, _snapshot(client)))
    announce(session, actor, client, event)
    return client


def _get_for_change(session: Session, actor: Actor, client_id: str) -> OAuthClient:
    lock_organisation(session)
    client = queries.get_client(session, actor, client_id)
    if actor.expects_version not in (None, client.version):
        raise Stale(f"This client has changed; now at version {client.version}.", current_version=client.version)
    return client


def _snapshot(client: OAuthClient) -> dict[str, Any]:
    return {
        "id": client.id,
        "name": client.name,
        "unit_id": client.unit_id,
        "confidential": client.confidential,
        "redirect_uris": list(client.redirect_uris),
        "scopes": list(client.scopes),
        "service_account_id": client.service_account_id,
        "closed": client.closed,
    }
