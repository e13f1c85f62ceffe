"""Where the reports hear of contacts. What is rated, noted or attached changes no fact, and is not heard."""

from sqlalchemy.orm import Session

from services.reporting.contacts import commands
from shared.actor import Actor
from shared.bus.envelope import told_at
from shared.contracts.sales.contacts import (
    ContactChanged,
    ContactCreated,
    ContactRemoved,
    ContactShared,
    ContactShareRevoked,
    ContactTransferred,
)
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class ContactFactEntrypoints(Entrypoints):
    @handles(ContactCreated)
    def follow_created_contact(self, session: Session, actor: Actor, event: ContactCreated) -> None:
        commands.follow_contact(session, actor, event, told_at())

    @handles(ContactChanged)
    def follow_changed_contact(self, session: Session, actor: Actor, event: ContactChanged) -> None:
        commands.follow_contact(session, actor, event, told_at())

    @handles(ContactTransferred)
    def follow_transferred_contact(self, session: Session, actor: Actor, event: ContactTransferred) -> None:
        commands.follow_contact(session, actor, event, told_at())

    @handles(ContactRemoved)
    def forget_removed_contact(self, session: Session, actor: Actor, event: ContactRemoved) -> None:
        commands.forget_contact(session, event.contact_id)

    @handles(ContactShared)
    def follow_shared_contact(self, session: Session, actor: Actor, event: ContactShared) -> None:
        commands.follow_share(session, actor, event, told_at())

    @handles(ContactShareRevoked)
    def follow_revoked_share_of_contact(self, session: Session, actor: Actor, event: ContactShareRevoked) -> None:
        commands.follow_share(session, actor, event, told_at())
