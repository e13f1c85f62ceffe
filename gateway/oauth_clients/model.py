"""The client as the gateway's database keeps it, and the only ways it changes."""

import hmac
import secrets
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.oauth_clients import rules
from gateway.persistence import Base
from gateway.sealing import digest
from shared.persistence.records import Record
from shared.persistence.types import Id

PREFIX = "tnc_"
CODE_AND_REFRESH = frozenset({"authorization_code", "refresh_token"})


class OAuthClient(Record, Base):
    """Its id is what OAuth calls client_id. Only a digest of the secret is kept. The methods that are no verbs answer
    what Authlib asks of a client (`authlib.oauth2.rfc6749.ClientMixin`).
    """

    __tablename__ = "oauth_clients"

    name: Mapped[str] = mapped_column(String(100), index=True)
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), index=True)
    confidential: Mapped[bool] = mapped_column()
    secret_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    redirect_uris: Mapped[list[str]] = mapped_column(JSON)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    service_account_id: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id"), default=None)
    closed: Mapped[bool] = mapped_column(default=False)

    org_unit: Mapped[Any] = relationship("OrgUnit", lazy="raise", viewonly=True)
    service_account: Mapped[Any] = relationship("Person", lazy="raise", viewonly=True)

    def renew_secret(self) -> str:
        """The new secret, which is told once and not kept; the old one ends."""
        rules.ensure_open(self.closed)
        rules.ensure_confidential(self.confidential)
        secret = PREFIX + secrets.token_urlsafe(32)
        self.secret_hash = digest(secret)
        return secret

    def close(self) -> None:
        rules.ensure_open(self.closed)
        self.closed, self.secret_hash = True, None

    @property
    def org_unit_id(self) -> str:
        return self.unit_id

    def get_client_id(self) -> str:
        return self.id

    def get_default_redirect_uri(self) -> None:
        """None: the address must be named each time, letter by letter."""
        return

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """The wanted scope if all of it was allowed to the client, all of it where none is named; None refuses."""
        wanted = (scope or "").split() or list(self.scopes)
        return " ".join(wanted) if rules.within(self.scopes, wanted) else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return self.secret_hash is not None and hmac.compare_digest(self.secret_hash, digest(client_secret))

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return self.confidential if method.startswith("client_secret") else not self.confidential

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code" and bool(self.redirect_uris)

    def check_grant_type(self, grant_type: str) -> bool:
        if grant_type == "client_credentials":
            return self.service_account_id is not None
        return grant_type in CODE_AND_REFRESH and bool(self.redirect_uris)
