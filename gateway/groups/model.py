"""The group as the gateway's database keeps it, and the only ways it changes."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.groups import rules
from gateway.groups.rules import Grant
from gateway.persistence import Base
from shared.actor import Reach
from shared.persistence.records import Record
from shared.persistence.types import Id


class GroupGrant(Base):
    __tablename__ = "access_group_grants"

    group_id: Mapped[str] = mapped_column(Id, ForeignKey("access_groups.id"), primary_key=True)
    pattern: Mapped[str] = mapped_column(String(120), primary_key=True)
    reach: Mapped[str] = mapped_column(String(20), primary_key=True)

    @property
    def right(self) -> str:
        return self.pattern


class GroupMember(Base):
    __tablename__ = "access_group_members"

    group_id: Mapped[str] = mapped_column(Id, ForeignKey("access_groups.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), primary_key=True, index=True)


class Group(Record, Base):
    """`shipped` groups come with the product and follow its templates until somebody adapts them here."""

    __tablename__ = "access_groups"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    shipped: Mapped[bool] = mapped_column(default=False)
    adapted: Mapped[bool] = mapped_column(default=False)
    grants: Mapped[list[GroupGrant]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=(GroupGrant.pattern, GroupGrant.reach)
    )

    def grant(self, grant: Grant) -> None:
        if self._find(grant) is not None:
            raise rules.RightIsGrantedAlready(f"{self.code} has {grant.pattern} ({grant.reach}) already.")
        self.grants.append(GroupGrant(pattern=grant.pattern, reach=str(grant.reach)))
        self.adapted = True

    def revoke(self, grant: Grant) -> None:
        rules.ensure_administrators_keep(self.code, grant.pattern)
        kept = self._find(grant)
        if kept is None:
            raise rules.RightIsNotGranted(f"{self.code} does not have {grant.pattern} ({grant.reach}).")
        self.grants.remove(kept)
        self.adapted = True

    def follow(self, template: set[Grant]) -> bool:
        """Take over the template's grants; whether anything changed."""
        before = self.granted
        self.grants = [kept for kept in self.grants if Grant(kept.pattern, Reach(kept.reach)) in template]
        for grant in sorted(template - before):
            self.grants.append(GroupGrant(pattern=grant.pattern, reach=str(grant.reach)))
        return before != template

    @property
    def granted(self) -> set[Grant]:
        return {Grant(kept.pattern, Reach(kept.reach)) for kept in self.grants}

    def _find(self, grant: Grant) -> GroupGrant | None:
        return next((kept for kept in self.grants if (kept.pattern, kept.reach) == (grant.pattern, grant.reach)), None)
