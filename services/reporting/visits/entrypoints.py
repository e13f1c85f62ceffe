"""Where the reports hear of visits."""

from sqlalchemy.orm import Session

from services.reporting.visits import commands
from shared.actor import Actor
from shared.bus.envelope import told_at
from shared.contracts.sales.visits import (
    VisitCancelled,
    VisitChanged,
    VisitCheckedIn,
    VisitCompleted,
    VisitMissed,
    VisitPlanned,
    VisitRemoved,
    VisitRescheduled,
    VisitShared,
    VisitShareRevoked,
    VisitTransferred,
)
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class VisitFactEntrypoints(Entrypoints):
    @handles(VisitPlanned)
    def follow_planned_visit(self, session: Session, actor: Actor, event: VisitPlanned) -> None:
        commands.follow_visit(session, actor, event, told_at())

    @handles(VisitChanged)
    def follow_changed_visit(self, session: Session, actor: Actor, event: VisitChanged) -> None:
        commands.follow_visit(session, actor, event, told_at())

    @handles(VisitRescheduled)
    def follow_rescheduled_visit(self, session: Session, actor: Actor, event: VisitRescheduled) -> None:
        commands.follow_visit(session, actor, event, told_at())

    @handles(VisitTransferred)
    def follow_transferred_visit(self, session: Session, actor: Actor, event: VisitTransferred) -> None:
        commands.follow_visit(session, actor, event, told_at())

    @handles(VisitCheckedIn)
    def follow_visit_checked_in(self, session: Session, actor: Actor, event: VisitCheckedIn) -> None:
        commands.follow_visit(session, actor, event, told_at())

    @handles(VisitCompleted)
    def follow_completed_visit(self, session: Session, actor: Actor, event: VisitCompleted) -> None:
        commands.follow_visit(session, actor, event, told_at())

    @handles(VisitMissed)
    def follow_missed_visit(self, session: Session, actor: Actor, event: VisitMissed) -> None:
        commands.follow_visit(session, actor, event, told_at())

    @handles(VisitCancelled)
    def follow_cancelled_visit(self, session: Session, actor: Actor, event: VisitCancelled) -> None:
        commands.follow_visit(session, actor, event, told_at())

    @handles(VisitRemoved)
    def forget_removed_visit(self, session: Session, actor: Actor, event: VisitRemoved) -> None:
        commands.forget_visit(session, event.visit_id)

    @handles(VisitShared)
    def follow_shared_visit(self, session: Session, actor: Actor, event: VisitShared) -> None:
        commands.follow_share(session, actor, event, told_at())

    @handles(VisitShareRevoked)
    def follow_revoked_share_of_visit(self, session: Session, actor: Actor, event: VisitShareRevoked) -> None:
        commands.follow_share(session, actor, event, told_at())
