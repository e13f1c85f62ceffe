"""The second factor as the gateway's database keeps it, and the only ways it changes."""

import secrets
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.persistence import Base
from gateway.sealing import digest
from gateway.second_factors import rules
from shared.ids import new_id
from shared.persistence.types import Id, UtcTime

RECOVERY_BYTES = 10


class SecondFactor(Base):
    """A person's shared secret, encrypted. It counts once it is confirmed; codes up to `last_step` are used up."""

    __tablename__ = "second_factors"

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), primary_key=True)
    sealed_secret: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)

    @property
    def confirmed(self) -> bool:
        return self.confirmed_at is not None

    def renew(self, sealed_secret: str, moment: datetime) -> None:
        """Another secret, as long as none is confirmed."""
        rules.ensure_unconfirmed(self.confirmed)
        self.sealed_secret, self.created_at, self.last_step = sealed_secret, moment, 0

    def confirm(self, moment: datetime) -> None:
        rules.ensure_unconfirmed(self.confirmed)
        self.confirmed_at = moment

    def use(self, step: int) -> bool:
        """Whether the code of this step is still good; it is not after this."""
        if step <= self.last_step:
            return False
        self.last_step = step
        return True


class RecoveryCode(Base):
    """A code for the day the phone is lost; only a digest is kept, and it is gone once used."""

    __tablename__ = "recovery_codes"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)

    @classmethod
    def make(cls, person_id: str) -> tuple["RecoveryCode", str]:
        """The record, and the code itself, which is told once and not kept."""
        code = secrets.token_hex(RECOVERY_BYTES)
        return cls(id=new_id(), person_id=person_id, code_hash=digest(code)), code
