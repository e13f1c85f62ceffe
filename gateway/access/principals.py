"""From a bearer token to somebody who may do things: the one question that every request asks first."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gateway.access import rules
from gateway.groups import queries as groups
from gateway.tokens import commands as token_commands
from gateway.tokens import queries as tokens
from gateway.tokens.queries import Holder
from shared.actor import Actor
from shared.persistence.database import Database
from shared.rights import read_right

PEOPLE_REMEMBERED = 10_000

Grants = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Principal:
    """Somebody who showed a valid token, with what their groups grant at this moment."""

    holder: Holder
    grants: Grants

    @property
    def user_id(self) -> str:
        return self.holder.person_id

    @property
    def token_id(self) -> str:
        return self.holder.token_id

    def actor_for(self, right: str) -> Actor:
        """The actor for one call of a route with this right. Raises `PasswordChangeRequired` or `RightMissing`."""
        rules.ensure_password_is_own(right, self.holder.must_change_password)
        reaches = rules.reaches_of(right, self.grants)
        rules.ensure_granted(right, reaches)
        return Actor(
            user_id=self.holder.person_id,
            login=self.holder.login,
            name=self.holder.name,
            unit_id=self.holder.unit_id,
            unit_path=self.holder.unit_path,
            person_path=self.holder.person_path,
            right=right,
            reaches=reaches,
            sight=reaches | rules.reaches_of(read_right(right), self.grants),
            org_version=self.holder.org_version,
        )


class Access:
    """Answers for tokens. Grants are remembered by person, and only as long as nobody's rights have changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._grants: OrderedDict[str, tuple[int, Grants]] = OrderedDict()

    def authenticate(self, token: str) -> Principal:
        """Raises `TokenUnknown`, `TokenExpired` or `TokenRevoked`."""
        with self._database.read() as session:
            holder = tokens.get_holder(session, token)
            grants = self._grants_of(session, holder)
        self._note_use(holder)
        return Principal(holder, grants)

    def _grants_of(self, session: Session, holder: Holder) -> Grants:
        with self._lock:
            version, remembered = self._grants.get(holder.person_id, (-1, frozenset()))
        if version == holder.access_version:
            return remembered
        grants = frozenset((grant.pattern, str(grant.reach)) for grant in groups.grants_of(session, holder.person_id))
        with self._lock:
            self._grants[holder.person_id] = (holder.access_version, grants)
            self._grants.move_to_end(holder.person_id)
            while len(self._grants) > PEOPLE_REMEMBERED:
                self._grants.popitem(last=False)
        return grants

    def _note_use(self, holder: Holder) -> None:
        if token_commands.is_use_worth_noting(holder.last_used_at):
            with self._database.write() as session:
                token_commands.note_use(session, holder.token_id, holder.last_used_at)
