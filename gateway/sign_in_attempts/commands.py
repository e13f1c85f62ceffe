"""Counting failures, so that guessing takes longer and longer: of passwords, codes, tokens to reset, client secrets."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gateway.sealing import digest
from gateway.sign_in_attempts import rules
from gateway.sign_in_attempts.model import SignInAttempts


@dataclass(frozen=True)
class Attempts:
    """The failures of what is guessed at and of where from. Both stay locked until the transaction ends: guessing in
    parallel gains nothing. A failure must be saved, so whoever counts one must not raise in this transaction.
    """

    account: SignInAttempts | None
    place: SignInAttempts | None

    def ensure_may_try(self, moment: datetime) -> None:
        """Raises `SignInThrottled`."""
        for one in (self.account, self.place):
            rules.ensure_may_try(one.blocked_until if one else None, moment)

    def fail(self, moment: datetime) -> None:
        if self.account:
            self.account.fail(rules.ACCOUNT, moment)
        if self.place:
            self.place.fail(rules.ADDRESS, moment)

    def succeed(self) -> None:
        if self.account:
            self.account.succeed()


def attempts_on(session: Session, account: str | None, place: str | None) -> Attempts:
    """`account` names what is guessed at, `place` where from; always locked in this order."""
    return Attempts(_locked(session, account) if account else None, _locked(session, place) if place else None)


def forget_old_attempts(session: Session, moment: datetime) -> None:
    """So that the table does not grow for ever."""
    day_ago = moment - 24 * rules.FORGET_FAILURES_AFTER
    session.execute(delete(SignInAttempts).where(SignInAttempts.last_failed_at < day_ago))


def _locked(session: Session, subject: str) -> SignInAttempts:
    key = digest(subject)
    locked = select(SignInAttempts).where(SignInAttempts.subject == key).with_for_update()
    found = session.scalar(locked.execution_options(populate_existing=True))
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.execute(insert(SignInAttempts).values(subject=key, failures=0))
    except IntegrityError:
        session.expire_all()  # another attempt was first
    return session.scalars(locked).one()
