"""Where the reports hear of quotas."""

from sqlalchemy.orm import Session

from services.reporting.quotas import commands
from shared.actor import Actor
from shared.bus.envelope import told_at
from shared.contracts.sales.quotas import QuotaChanged, QuotaSet
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class QuotaFactEntrypoints(Entrypoints):
    @handles(QuotaSet)
    def follow_set_quota(self, session: Session, actor: Actor, event: QuotaSet) -> None:
        commands.follow_quota(session, actor, event, told_at())

    @handles(QuotaChanged)
    def follow_changed_quota(self, session: Session, actor: Actor, event: QuotaChanged) -> None:
        commands.follow_quota(session, actor, event, told_at())
