"""From a token or a session to somebody who may do things: the one question that every request asks first."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from gateway.access import rules
from gateway.access.rules import Granted
from gateway.groups import queries as groups
from gateway.org_units import queries as org_units
from gateway.second_factors import queries as second_factors
from gateway.tokens import commands as token_commands
from gateway.tokens import queries as tokens
from gateway.tokens.queries import Holder
from shared.actor import Actor
from shared.contracts.channels import PARTNER, WEB
from shared.contracts.rights import field_rights
from shared.persistence.database import Database

PEOPLE_REMEMBERED = 10_000

Grants = frozenset[Granted]


@dataclass(frozen=True)
class Principal:
    """Somebody who showed a valid token or session, with what their groups grant at this moment."""

    holder: Holder
    grants: Grants
    owes_second_factor: bool = False

    @property
    def user_id(self) -> str:
        return self.holder.person_id

    @property
    def token_id(self) -> str:
        return self.holder.token_id

    @property
    def channel(self) -> str | None:
        """Partners come by their portal, and people of customers by the web, whatever they say."""
        if org_units.realm_of(self.holder.unit_kind) == "partner":
            return PARTNER
        return WEB if self.holder.customer_id else None

    def actor_for(self, right: str, *, for_partners: bool = True) -> Actor:
        """The actor for one call of a route with this right; `for_partners` says whether partners may enter it.

        Raises `InternalOnly`, `PasswordChangeRequired`, `SecondFactorMissing`, `SignInOneself`, `ScopeTooNarrow` or
        `RightMissing`.
        """
        holder = self.holder
        rules.ensure_may_enter(for_partners, org_units.realm_of(holder.unit_kind))
        rules.ensure_password_is_own(right, holder.must_change_password)
        rules.ensure_second_factor(right, self.owes_second_factor)
        rules.ensure_signed_in_oneself(right, tokens.is_by_password(holder.kind))
        rules.ensure_in_scope(right, holder.scopes)
        actor = rules.actor_by(
            right,
            self.grants,
            person_id=holder.person_id,
            standing=holder,
            org_version=holder.org_version,
            field_rights=field_rights(),
            credential_id=holder.token_id,
            scopes=holder.scopes,
        )
        rules.ensure_granted(right, actor.reaches)
        return actor


class Access:
    """Answers for tokens. Grants are remembered by person, and only as long as nobody's rights have changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._grants: OrderedDict[str, tuple[int, Grants, bool]] = OrderedDict()

    def authenticate(self, token: str, *, by_cookie: bool = False) -> Principal:
        """Raises `TokenUnknown`, `TokenExpired`, `TokenRevoked` or `SessionIdle`."""
        holder = tokens.get_holder(self._database, token, by_cookie=by_cookie)
        grants, owes = self._grants_of(holder)
        self._note_use(holder)
        return Principal(holder, grants, owes)

    def _grants_of(self, holder: Holder) -> tuple[Grants, bool]:
        """What the person's groups grant, and whether they demand a second factor that is not there."""
        with self._lock:
            version, remembered, owed = self._grants.get(holder.person_id, (-1, frozenset(), False))
        if version == holder.access_version:
            return remembered, owed
        with self._database.read() as session:
            grants: Grants = frozenset(groups.grants_of(session, holder.person_id))
            owes = second_factors.owes_second_factor(session, holder.person_id)
        with self._lock:
            self._grants[holder.person_id] = (holder.access_version, grants, owes)
            self._grants.move_to_end(holder.person_id)
            while len(self._grants) > PEOPLE_REMEMBERED:
                self._grants.popitem(last=False)
        return grants, owes

    def _note_use(self, holder: Holder) -> None:
        if token_commands.is_use_worth_noting(holder.last_used_at):
            with self._database.write() as session:
                token_commands.note_use(session, holder.token_id, holder.last_used_at)
