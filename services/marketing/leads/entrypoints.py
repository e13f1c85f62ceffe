"""Where marketing hears of leads."""

from sqlalchemy.orm import Session

from services.marketing.leads import commands
from shared.actor import Actor
from shared.contracts.sales.leads import (
    LeadChanged,
    LeadConverted,
    LeadCreated,
    LeadLost,
    LeadQualified,
    LeadReopened,
    LeadTransferred,
)
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class CampaignLeadEntrypoints(Entrypoints):
    @handles(LeadCreated)
    def follow_created_lead(self, session: Session, actor: Actor, event: LeadCreated) -> None:
        commands.follow_lead(session, actor, event)

    @handles(LeadChanged)
    def follow_changed_lead(self, session: Session, actor: Actor, event: LeadChanged) -> None:
        commands.follow_lead(session, actor, event)

    @handles(LeadQualified)
    def follow_qualified_lead(self, session: Session, actor: Actor, event: LeadQualified) -> None:
        commands.follow_lead(session, actor, event)

    @handles(LeadConverted)
    def follow_converted_lead(self, session: Session, actor: Actor, event: LeadConverted) -> None:
        commands.follow_lead(session, actor, event)

    @handles(LeadTransferred)
    def follow_transferred_lead(self, session: Session, actor: Actor, event: LeadTransferred) -> None:
        commands.follow_lead(session, actor, event)

    @handles(LeadLost)
    def follow_lost_lead(self, session: Session, actor: Actor, event: LeadLost) -> None:
        commands.follow_lead(session, actor, event)

    @handles(LeadReopened)
    def follow_reopened_lead(self, session: Session, actor: Actor, event: LeadReopened) -> None:
        commands.follow_lead(session, actor, event)
