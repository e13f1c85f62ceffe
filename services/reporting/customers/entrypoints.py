"""Where the reports hear of customers, their levels, and who sells in which territory."""

from sqlalchemy.orm import Session

from services.reporting.customers import commands
from services.reporting.segment_checks.commands import note_customer
from shared.actor import Actor
from shared.bus.envelope import told_at
from shared.contracts.sales.customer_levels import (
    CustomerLevelDefined,
    CustomerLevelRedefined,
    CustomerLevelRemoved,
)
from shared.contracts.sales.customers import (
    CustomerAbsorbed,
    CustomerChanged,
    CustomerCreated,
    CustomerLevelChanged,
    CustomerMerged,
    CustomerMergeUndone,
    CustomerPlaced,
    CustomerRemoved,
    CustomerSeparated,
    CustomerShared,
    CustomerShareRevoked,
    CustomerStatusChanged,
    CustomerTouched,
    CustomerTransferred,
)
from shared.contracts.sales.territories import TerritorySellerAssigned, TerritorySellerRemoved
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class CustomerFactEntrypoints(Entrypoints):
    @handles(CustomerCreated)
    def follow_created_customer(self, session: Session, actor: Actor, event: CustomerCreated) -> None:
        commands.follow_customer(session, actor, event, told_at())

    @handles(CustomerChanged)
    def follow_changed_customer(self, session: Session, actor: Actor, event: CustomerChanged) -> None:
        commands.follow_customer(session, actor, event, told_at())

    @handles(CustomerStatusChanged)
    def follow_customer_of_new_status(self, session: Session, actor: Actor, event: CustomerStatusChanged) -> None:
        commands.follow_customer(session, actor, event, told_at())

    @handles(CustomerLevelChanged)
    def follow_customer_of_new_level(self, session: Session, actor: Actor, event: CustomerLevelChanged) -> None:
        commands.follow_customer(session, actor, event, told_at())

    @handles(CustomerTransferred)
    def follow_transferred_customer(self, session: Session, actor: Actor, event: CustomerTransferred) -> None:
        commands.follow_customer(session, actor, event, told_at())

    @handles(CustomerPlaced)
    def follow_placed_customer(self, session: Session, actor: Actor, event: CustomerPlaced) -> None:
        commands.follow_customer(session, actor, event, told_at())

    @handles(CustomerAbsorbed)
    def follow_customer_that_absorbed(self, session: Session, actor: Actor, event: CustomerAbsorbed) -> None:
        commands.follow_customer(session, actor, event, told_at())

    @handles(CustomerSeparated)
    def follow_separated_customer(self, session: Session, actor: Actor, event: CustomerSeparated) -> None:
        commands.follow_customer(session, actor, event, told_at())

    @handles(CustomerMergeUndone)
    def follow_returned_customer(self, session: Session, actor: Actor, event: CustomerMergeUndone) -> None:
        commands.follow_customer(session, actor, event, told_at())
        note_customer(session, event.into_id)

    @handles(CustomerTouched)
    def follow_touched_customer(self, session: Session, actor: Actor, event: CustomerTouched) -> None:
        commands.follow_customer(session, actor, event, told_at())
        commands.follow_touch(session, event)

    @handles(CustomerMerged)
    def forget_merged_customer(self, session: Session, actor: Actor, event: CustomerMerged) -> None:
        commands.forget_customer(session, event.customer_id)
        note_customer(session, event.into_id)

    @handles(CustomerRemoved)
    def forget_removed_customer(self, session: Session, actor: Actor, event: CustomerRemoved) -> None:
        commands.forget_customer(session, event.customer_id)

    @handles(CustomerShared)
    def follow_shared_customer(self, session: Session, actor: Actor, event: CustomerShared) -> None:
        commands.follow_share(session, actor, event, told_at())

    @handles(CustomerShareRevoked)
    def follow_revoked_share_of_customer(self, session: Session, actor: Actor, event: CustomerShareRevoked) -> None:
        commands.follow_share(session, actor, event, told_at())

    @handles(CustomerLevelDefined)
    def follow_defined_level(self, session: Session, actor: Actor, event: CustomerLevelDefined) -> None:
        commands.follow_level(session, event)

    @handles(CustomerLevelRedefined)
    def follow_redefined_level(self, session: Session, actor: Actor, event: CustomerLevelRedefined) -> None:
        commands.follow_level(session, event)

    @handles(CustomerLevelRemoved)
    def forget_removed_level(self, session: Session, actor: Actor, event: CustomerLevelRemoved) -> None:
        commands.forget_level(session, event.customer_level_id)

    @handles(TerritorySellerAssigned)
    def follow_assigned_seller(self, session: Session, actor: Actor, event: TerritorySellerAssigned) -> None:
        commands.follow_seller(session, actor, event, told_at())

    @handles(TerritorySellerRemoved)
    def forget_removed_seller(self, session: Session, actor: Actor, event: TerritorySellerRemoved) -> None:
        commands.forget_seller(session, event)
