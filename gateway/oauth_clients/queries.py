"""Reading clients: on behalf of administrators those of units within reach, for the protocol by their id."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from gateway.oauth_clients.model import OAuthClient as OAuthClient
from gateway.org_units import queries as org_units
from shared.actor import Actor
from shared.contracts.gateway.oauth_clients import LISTING
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.ids import is_id
from shared.listing import list_records
from shared.listing.filters import Columns
from shared.persistence.history import list_history


def list_clients(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, _within_reach(actor), OAuthClient, LISTING, _COLUMNS, query)


def get_client(session: Session, actor: Actor, client_id: str) -> OAuthClient:
    client = session.scalar(_within_reach(actor).where(OAuthClient.id == client_id))
    if client is None:
        raise NotFound(f"There is no OAuth client {client_id}.")
    return client


def list_client_history(session: Session, actor: Actor, client_id: str, after: int) -> Payload:
    return list_history(session, get_client(session, actor, client_id).id, after=after)


def find_open_client(session: Session, client_id: str) -> OAuthClient | None:
    """For the protocol, whatever the client names itself."""
    if not is_id(client_id):
        return None
    return session.scalar(select(OAuthClient).where(OAuthClient.id == client_id, OAuthClient.closed.is_(False)))


def names_of(session: Session, client_ids: set[str]) -> dict[str, str]:
    """What these clients are called, for the people who let them act for them."""
    named = session.execute(select(OAuthClient.id, OAuthClient.name).where(OAuthClient.id.in_(client_ids)))
    return {row.id: row.name for row in named}


def show(session: Session, client: OAuthClient) -> OAuthClient:
    """The same client with all that a view shows."""
    session.flush()
    wanted = _shown(select(OAuthClient)).where(OAuthClient.id == client.id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def visible_clients(actor: Actor) -> Select[OAuthClient]:
    """The clients of the units within reach."""
    return select(OAuthClient).where(OAuthClient.unit_id.in_(org_units.ids_within(actor, actor.reaches)))


def _within_reach(actor: Actor) -> Select[OAuthClient]:
    return _shown(visible_clients(actor))


def _shown(rows: Select[OAuthClient]) -> Select[OAuthClient]:
    return rows.options(joinedload(OAuthClient.org_unit), joinedload(OAuthClient.service_account))


_COLUMNS: Columns = {
    "id": OAuthClient.id,
    "name": OAuthClient.name,
    "org_unit_id": OAuthClient.unit_id,
    "closed": OAuthClient.closed,
    "created_at": OAuthClient.created_at,
    "updated_at": OAuthClient.updated_at,
}
