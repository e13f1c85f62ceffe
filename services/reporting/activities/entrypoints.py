"""Where the reports hear of activities. A file changes no fact, and is not heard."""

from sqlalchemy.orm import Session

from services.reporting.activities import commands
from shared.actor import Actor
from shared.bus.envelope import told_at
from shared.contracts.sales.activities import (
    ActivityBegun,
    ActivityChanged,
    ActivityFinished,
    ActivityRecorded,
    ActivityShared,
    ActivityShareRevoked,
    ActivityTaskCompleted,
    ActivityTransferred,
)
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class ActivityFactEntrypoints(Entrypoints):
    @handles(ActivityRecorded)
    def follow_recorded_activity(self, session: Session, actor: Actor, event: ActivityRecorded) -> None:
        commands.follow_activity(session, event, told_at())

    @handles(ActivityBegun)
    def follow_begun_activity(self, session: Session, actor: Actor, event: ActivityBegun) -> None:
        commands.follow_activity(session, event, told_at())

    @handles(ActivityChanged)
    def follow_changed_activity(self, session: Session, actor: Actor, event: ActivityChanged) -> None:
        commands.follow_activity(session, event, told_at())

    @handles(ActivityFinished)
    def follow_finished_activity(self, session: Session, actor: Actor, event: ActivityFinished) -> None:
        commands.follow_activity(session, event, told_at())

    @handles(ActivityTaskCompleted)
    def follow_activity_with_its_task_done(self, session: Session, actor: Actor, event: ActivityTaskCompleted) -> None:
        commands.follow_activity(session, event, told_at())

    @handles(ActivityTransferred)
    def follow_transferred_activity(self, session: Session, actor: Actor, event: ActivityTransferred) -> None:
        commands.follow_activity(session, event, told_at())

    @handles(ActivityShared)
    def follow_shared_activity(self, session: Session, actor: Actor, event: ActivityShared) -> None:
        commands.follow_share(session, actor, event, told_at())

    @handles(ActivityShareRevoked)
    def follow_revoked_share_of_activity(self, session: Session, actor: Actor, event: ActivityShareRevoked) -> None:
        commands.follow_share(session, actor, event, told_at())
