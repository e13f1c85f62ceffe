"""The group as the gateway's database keeps it, and the only ways it changes."""

from sqlalchemy import JSON, ForeignKey, Index, PrimaryKeyConstraint, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.groups import rules
from gateway.groups.rules import Grant
from gateway.persistence import Base, Dated
from shared.actor import Reach
from shared.persistence.records import Record
from shared.persistence.types import Id


class GroupGrant(Base):
    __tablename__ = "access_group_grants"

    group_id: Mapped[str] = mapped_column(Id, ForeignKey("access_groups.id"), primary_key=True)
    pattern: Mapped[str] = mapped_column(String(120), primary_key=True)
    reach: Mapped[str] = mapped_column(String(20), primary_key=True)
    open_fields: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    limited: Mapped[bool] = mapped_column(default=False, server_default=false())

    @property
    def right(self) -> str:
        return self.pattern

    @property
    def grant(self) -> Grant:
        return Grant(self.pattern, Reach(self.reach), tuple(self.open_fields))


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
    demands_second_factor: Mapped[bool] = mapped_column(default=False, server_default=false())
    grants: Mapped[list[GroupGrant]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=(GroupGrant.pattern, GroupGrant.reach)
    )

    def grant(self, grant: Grant) -> None:
        if self._find(grant) is not None:
            raise rules.RightIsGrantedAlready(f"{self.code} has {grant.pattern} ({grant.reach}) already.")
        self.grants.append(_kept(grant))
        self.adapted = True

    def revoke(self, grant: Grant) -> None:
        rules.ensure_administrators_keep(self.code, grant.pattern)
        kept = self._find(grant)
        if kept is None:
            raise rules.RightIsNotGranted(f"{self.code} does not have {grant.pattern} ({grant.reach}).")
        self.grants.remove(kept)
        self.adapted = True

    def demand_second_factor(self, demanded: bool) -> None:
        rules.ensure_demand_changes(self.code, self.demands_second_factor, demanded)
        self.demands_second_factor = demanded

    def follow(self, template: set[Grant]) -> bool:
        """Take over the template's grants; whether anything changed."""
        before = self.granted
        self.grants = [kept for kept in self.grants if kept.grant in template]
        self.grants.extend(_kept(grant) for grant in sorted(template - before))
        return before != template

    @property
    def granted(self) -> set[Grant]:
        return {kept.grant for kept in self.grants}

    def _find(self, grant: Grant) -> GroupGrant | None:
        return next((kept for kept in self.grants if (kept.pattern, kept.reach) == (grant.pattern, grant.reach)), None)


class MemberTerm(Dated, Base):
    """That a person was in a group from one moment until another."""

    __tablename__ = "access_member_terms"
    __table_args__ = (
        PrimaryKeyConstraint("group_id", "person_id", "since"),
        Index("ix_access_member_terms_person", "person_id", "since"),
    )

    group_id: Mapped[str] = mapped_column(Id, ForeignKey("access_groups.id"))
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"))


class GrantTerm(Dated, Base):
    """That a group granted a right, this far, from one moment until another."""

    __tablename__ = "access_grant_terms"
    __table_args__ = (PrimaryKeyConstraint("group_id", "pattern", "reach", "since"),)

    group_id: Mapped[str] = mapped_column(Id, ForeignKey("access_groups.id"))
    pattern: Mapped[str] = mapped_column(String(120))
    reach: Mapped[str] = mapped_column(String(20))


def _kept(grant: Grant) -> GroupGrant:
    return GroupGrant(
        pattern=grant.pattern, reach=str(grant.reach), open_fields=list(grant.fields), limited=bool(grant.fields)
    )
