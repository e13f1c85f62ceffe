"""Reading grants: for the protocol, by what is shown; and a person's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from gateway.oauth_clients import queries as clients
from gateway.oauth_grants.model import OAuthGrant, OAuthRefreshToken
from gateway.oauth_grants.rules import CODE_LIFETIME, NoSuchConsent
from gateway.people import queries as people
from gateway.sealing import digest
from gateway.tokens import queries as tokens
from shared.actor import Actor
from shared.clock import now

MOST_LISTED = 200


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


def take_open_of_client(session: Session, client_id: str) -> Sequence[OAuthGrant]:
    """The next two hundred grants of a client that is being closed."""
    open_ones = select(OAuthGrant).where(OAuthGrant.client_id == client_id, OAuthGrant.ended_at.is_(None))
    return session.scalars(open_ones.order_by(OAuthGrant.id).limit(MOST_LISTED)).all()


@dataclass(frozen=True)
class Consent:
    """What a person is shown of a consent of theirs; `client` is its id and its name."""

    id: str
    client: dict[str, str]
    scopes: list[str]
    created_at: datetime
    last_used_at: datetime | None


def list_own_consents(session: Session, actor: Actor) -> list[Consent]:
    """The programs that may act for the caller as things stand, the 200 newest, newest first."""
    newest = _own_living(session, actor).order_by(OAuthGrant.created_at.desc(), OAuthGrant.id).limit(MOST_LISTED)
    grants = session.scalars(newest).all()
    names = clients.names_of(session, {grant.client_id for grant in grants})
    used = tokens.last_use_of_grants(session, {grant.id for grant in grants})
    return [
        Consent(
            grant.id,
            {"id": grant.client_id, "name": names[grant.client_id]},
            grant.scopes,
            grant.created_at,
            used.get(grant.id),
        )
        for grant in grants
    ]


def get_own_consent(session: Session, actor: Actor, grant_id: str) -> OAuthGrant:
    """One of those, locked."""
    wanted = _own_living(session, actor).where(OAuthGrant.id == grant_id).with_for_update(of=OAuthGrant)
    found = session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NoSuchConsent(f"There is no consent {grant_id} of yours.")
    return found


def _own_living(session: Session, actor: Actor) -> Select[OAuthGrant]:
    """Consents of which a code or a refresh token can still be made something of."""
    moment = now()
    refreshable = exists().where(
        OAuthRefreshToken.grant_id == OAuthGrant.id,
        OAuthRefreshToken.used_at.is_(None),
        OAuthRefreshToken.expires_at > moment,
    )
    redeemable = and_(OAuthGrant.code_used_at.is_(None), OAuthGrant.created_at > moment - CODE_LIFETIME)
    return select(OAuthGrant).where(
        OAuthGrant.person_id == actor.user_id,
        OAuthGrant.generation == people.find_oneself(session, actor).token_generation,
        OAuthGrant.ended_at.is_(None),
        or_(refreshable, redeemable),
    )


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
