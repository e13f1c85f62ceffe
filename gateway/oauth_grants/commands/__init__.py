"""Letting a client act for a person, and ending it."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from gateway.oauth_clients import queries as clients
from gateway.oauth_grants import queries
from gateway.oauth_grants.model import OAuthGrant, OAuthRefreshToken
from gateway.people import queries as people
from gateway.people.commands import credentials
from gateway.sealing import digest
from gateway.tokens import commands as tokens
from shared.actor import Actor
from shared.clock import now
from shared.ids import new_id


def consent(
    session: Session,
    *,
    client_id: str,
    person_id: str,
    scopes: list[str],
    redirect_uri: str,
    code: str,
    code_challenge: str,
) -> None:
    """Keep that the person let the client act for them; the code is what the client fetches its tokens with."""
    session.execute(delete(OAuthRefreshToken).where(OAuthRefreshToken.expires_at < now()))
    grant = OAuthGrant(
        id=new_id(),
        client_id=client_id,
        person_id=person_id,
        generation=people.find_by_id(session, person_id).token_generation,
        scopes=scopes,
        redirect_uri=redirect_uri,
        code_hash=digest(code),
        code_challenge=code_challenge,
        created_at=now(),
    )
    session.add(grant)


def end_grant(session: Session, grant: OAuthGrant) -> None:
    """End the consent and all that came of it."""
    moment = now()
    grant.end(moment)
    tokens.revoke_of_grant(session, grant.id)
    unused = update(OAuthRefreshToken).where(OAuthRefreshToken.grant_id == grant.id)
    session.execute(unused.where(OAuthRefreshToken.used_at.is_(None)).values(used_at=moment))


def revoke_consent(session: Session, actor: Actor, grant_id: str) -> None:
    """Let the client no longer act for the caller. Raises `NoSuchConsent`."""
    person = credentials.lock_oneself(session, actor)
    grant = queries.get_own_consent(session, actor, grant_id)
    end_grant(session, grant)
    name = clients.names_of(session, {grant.client_id})[grant.client_id]
    told = {"consent_id": grant.id, "client_id": grant.client_id, "client": name, "scopes": grant.scopes}
    credentials.tell_of_consent(session, actor, person, **told)


def end_all_of_client(session: Session, client_id: str) -> None:
    """Every consent to this client, and what it has as itself."""
    while grants := queries.take_open_of_client(session, client_id):
        for grant in grants:
            end_grant(session, grant)
        session.flush()
    tokens.revoke_of_grant(session, client_id)


def redeem_code(session: Session, code: str, client_id: str) -> OAuthGrant | None:
    """The grant of a code that is good. A code that comes a second time ends what was made of it: it was stolen."""
    grant = queries.find_by_code(session, code, client_id)
    if grant is None:
        return None
    if grant.code_used_at is not None:
        end_grant(session, grant)
        return None
    return grant if grant.code_is_good(now()) else None


def redeem_refresh_token(session: Session, token: str, client_id: str) -> OAuthRefreshToken | None:
    """A refresh token that is good. One that comes a second time ends its grant: one of two who have it stole it."""
    kept = queries.find_refresh_token(session, token)
    if kept is None:
        return None
    grant = queries.get_grant(session, kept.grant_id)
    if grant.client_id != client_id:
        return None
    if kept.used_at is not None:
        end_grant(session, grant)
        return None
    return kept if grant.ended_at is None and kept.expires_at > now() else None


def issue_refresh_token(session: Session, grant: OAuthGrant, scopes: list[str], moment: datetime) -> str:
    kept, token = OAuthRefreshToken.issue(grant.id, grant.client_id, scopes, moment)
    session.add(kept)
    return token


def holder_of(session: Session, grant: OAuthGrant) -> OAuthGrant | None:
    """The grant again, if its person is active and has not signed out everywhere since."""
    person = people.find_by_id(session, grant.person_id)
    good = grant.ended_at is None and person.active and person.token_generation == grant.generation
    return grant if good else None
