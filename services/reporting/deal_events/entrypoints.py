"""Where the reports hear of deals and of their stages."""

from sqlalchemy.orm import Session

from services.reporting.competitors import commands as competitors
from services.reporting.deals import commands
from services.reporting.needs import commands as needs
from services.reporting.problems import commands as problems
from services.reporting.stages.commands import forget_stage
from services.reporting.stays import commands as stays
from shared.actor import Actor
from shared.bus.envelope import current_envelope, told_at
from shared.contracts.sales.opportunities import (
    OpportunityChanged,
    OpportunityEvent,
    OpportunityLost,
    OpportunityOpened,
    OpportunityRecorded,
    OpportunityRemoved,
    OpportunityReopened,
    OpportunityShared,
    OpportunityShareRevoked,
    OpportunityStageChanged,
    OpportunityTransferred,
    OpportunityWon,
)
from shared.contracts.sales.partners import OpportunityPartnerLinked, OpportunityPartnerUnlinked
from shared.contracts.sales.stages import StageChanged, StageDefined, StageRateChanged, StageRemoved
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class DealEventEntrypoints(Entrypoints):
    @handles(OpportunityOpened)
    def follow_opened_deal(self, session: Session, actor: Actor, event: OpportunityOpened) -> None:
        _follow(session, actor, event)

    @handles(OpportunityRecorded)
    def follow_recorded_deal(self, session: Session, actor: Actor, event: OpportunityRecorded) -> None:
        _follow(session, actor, event)

    @handles(OpportunityChanged)
    def follow_changed_deal(self, session: Session, actor: Actor, event: OpportunityChanged) -> None:
        _follow(session, actor, event)

    @handles(OpportunityStageChanged)
    def follow_advanced_deal(self, session: Session, actor: Actor, event: OpportunityStageChanged) -> None:
        _follow(session, actor, event)
        if event.risen:
            commands.note_rise(session, event, told_at())

    @handles(OpportunityWon)
    def follow_won_deal(self, session: Session, actor: Actor, event: OpportunityWon) -> None:
        _follow(session, actor, event)
        commands.note_rise(session, event, told_at())

    @handles(OpportunityLost)
    def follow_lost_deal(self, session: Session, actor: Actor, event: OpportunityLost) -> None:
        _follow(session, actor, event)

    @handles(OpportunityReopened)
    def follow_reopened_deal(self, session: Session, actor: Actor, event: OpportunityReopened) -> None:
        _follow(session, actor, event)

    @handles(OpportunityRemoved)
    def forget_removed_deal(self, session: Session, actor: Actor, event: OpportunityRemoved) -> None:
        commands.forget_deal(session, event.opportunity_id)
        stays.forget_stays(session, event.opportunity_id)
        competitors.forget_competitors(session, event.opportunity_id)
        problems.forget_problems(session, event.opportunity_id)
        needs.forget_needs(session, event.opportunity_id)

    @handles(OpportunityTransferred)
    def follow_transferred_deal(self, session: Session, actor: Actor, event: OpportunityTransferred) -> None:
        _follow(session, actor, event)

    @handles(OpportunityShared)
    def follow_shared_deal(self, session: Session, actor: Actor, event: OpportunityShared) -> None:
        commands.follow_share(session, actor, event)

    @handles(OpportunityShareRevoked)
    def follow_revoked_share(self, session: Session, actor: Actor, event: OpportunityShareRevoked) -> None:
        commands.follow_share(session, actor, event)

    @handles(OpportunityPartnerLinked)
    def follow_linked_partner(self, session: Session, actor: Actor, event: OpportunityPartnerLinked) -> None:
        commands.follow_share(session, actor, event)

    @handles(OpportunityPartnerUnlinked)
    def follow_unlinked_partner(self, session: Session, actor: Actor, event: OpportunityPartnerUnlinked) -> None:
        commands.follow_share(session, actor, event)

    @handles(StageDefined)
    def follow_defined_stage(self, session: Session, actor: Actor, event: StageDefined) -> None:
        commands.follow_stage_of_deals(session, event, _sequence())

    @handles(StageChanged)
    def follow_changed_stage(self, session: Session, actor: Actor, event: StageChanged) -> None:
        commands.follow_stage_of_deals(session, event, _sequence())

    @handles(StageRateChanged)
    def follow_rated_stage(self, session: Session, actor: Actor, event: StageRateChanged) -> None:
        commands.follow_stage_of_deals(session, event, _sequence())

    @handles(StageRemoved)
    def forget_removed_stage(self, session: Session, actor: Actor, event: StageRemoved) -> None:
        forget_stage(session, event.code)


def _follow(session: Session, actor: Actor, event: OpportunityEvent) -> None:
    commands.follow_deal(session, actor, event)
    stays.follow_stage_of_deal(session, event, told_at())
    competitors.follow_winner(session, event, told_at())


def _sequence() -> int:
    """The version of the stage that is being told of; stages say it in the envelope alone."""
    envelope = current_envelope.get()
    if envelope is None:
        raise LookupError("A stage's version is known only while its event is handled.")
    return envelope.sequence
