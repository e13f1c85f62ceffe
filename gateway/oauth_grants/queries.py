"""Reading grants: for the protocol, by what is shown; and a person's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.oauth_grants.model import OAuthGrant, OAuthRefreshToken
from gateway.sealing import digest
from gateway.tokens import queries as tokens


def find_by_code(session: Session, code: str, client_id: str) -> OAuthGrant | None:
    """The grant that this code of this client says, locked: of two who show it one is first."""
    wanted = select(OAuthGrant).where(OAuthGrant.code_hash == digest(code), OAuthGrant.client_id == client_id)
    return session.scalar(wanted.with_for_update().execution_options(populate_existing=True))


def find_refresh_token(session: Session, token: str) -> OAuthRefreshToken | None:
    """Used or not, locked."""
    wanted = select(OAuthRefreshToken).where(OAuthRefreshToken.token_hash == digest(token))
    return session.scalar(wanted.with_for_update().execution_options(populate_existing=True))


def get_grant(session: Session, grant_id: str) -> OAuthGrant:
    return session.scalars(select(OAuthGrant).where(OAuthGrant.id == grant_id).with_for_update()).one()


def list_open_of_client(session: Session, client_id: str) -> Sequence[OAuthGrant]:
    """The grants of a client that is being closed."""
    open_ones = select(OAuthGrant).where(OAuthGrant.client_id == client_id, OAuthGrant.ended_at.is_(None))
    return session.scalars(open_ones).all()


@dataclass(frozen=True)
class ShownAccess:
    """An OAuth access token that somebody shows to have it revoked, and whose it is."""

    token_id: str
    client_id: str

    def check_client(self, client: Any) -> bool:
        """What Authlib asks of a token."""
        return bool(self.client_id == client.id)


def find_access(session: Session, token: str) -> ShownAccess | None:
    """A token that came of a grant is its client's; one by client credentials names the client itself."""
    found = tokens.find_oauth_token(session, token)
    if found is None or found.grant_id is None:
        return None
    grant = session.get(OAuthGrant, found.grant_id)
    return ShownAccess(found.id, grant.client_id if grant else found.grant_id)
