"""Where the reports hear of leads."""

from sqlalchemy.orm import Session

from services.reporting.leads import commands
from shared.actor import Actor
from shared.bus.envelope import told_at
from shared.contracts.sales.leads import (
    LeadAssigned,
    LeadChanged,
    LeadConverted,
    LeadCreated,
    LeadLeftUnassigned,
    LeadLost,
    LeadQualified,
    LeadRemoved,
    LeadReopened,
    LeadShared,
    LeadShareRevoked,
    LeadTouched,
    LeadTransferred,
)
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class LeadFactEntrypoints(Entrypoints):
    @handles(LeadCreated)
    def follow_created_lead(self, session: Session, actor: Actor, event: LeadCreated) -> None:
        commands.follow_lead(session, actor, event, told_at())

    @handles(LeadChanged)
    def follow_changed_lead(self, session: Session, actor: Actor, event: LeadChanged) -> None:
        commands.follow_lead(session, actor, event, told_at())

    @handles(LeadQualified)
    def follow_qualified_lead(self, session: Session, actor: Actor, event: LeadQualified) -> None:
        commands.follow_lead(session, actor, event, told_at())

    @handles(LeadLost)
    def follow_lost_lead(self, session: Session, actor: Actor, event: LeadLost) -> None:
        commands.follow_lead(session, actor, event, told_at())

    @handles(LeadReopened)
    def follow_reopened_lead(self, session: Session, actor: Actor, event: LeadReopened) -> None:
        commands.follow_lead(session, actor, event, told_at())

    @handles(LeadConverted)
    def follow_converted_lead(self, session: Session, actor: Actor, event: LeadConverted) -> None:
        commands.follow_lead(session, actor, event, told_at())

    @handles(LeadTransferred)
    def follow_transferred_lead(self, session: Session, actor: Actor, event: LeadTransferred) -> None:
        commands.follow_lead(session, actor, event, told_at())

    @handles(LeadAssigned)
    def follow_assigned_lead(self, session: Session, actor: Actor, event: LeadAssigned) -> None:
        commands.follow_lead(session, actor, event, told_at())

    @handles(LeadLeftUnassigned)
    def follow_lead_left_unassigned(self, session: Session, actor: Actor, event: LeadLeftUnassigned) -> None:
        commands.follow_lead(session, actor, event, told_at())

    @handles(LeadTouched)
    def follow_touched_lead(self, session: Session, actor: Actor, event: LeadTouched) -> None:
        commands.follow_lead(session, actor, event, told_at())

    @handles(LeadRemoved)
    def forget_removed_lead(self, session: Session, actor: Actor, event: LeadRemoved) -> None:
        commands.forget_lead(session, event.lead_id)

    @handles(LeadShared)
    def follow_shared_lead(self, session: Session, actor: Actor, event: LeadShared) -> None:
        commands.follow_share(session, actor, event, told_at())

    @handles(LeadShareRevoked)
    def follow_revoked_share_of_lead(self, session: Session, actor: Actor, event: LeadShareRevoked) -> None:
        commands.follow_share(session, actor, event, told_at())
