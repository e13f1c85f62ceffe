"""Where schedules meet the message bus."""

from sqlalchemy.orm import Session

from services.messaging.schedules import commands, queries
from services.messaging.schedules.commands import following
from services.messaging.schedules.commands.importing import import_schedules as load_schedules
from shared.actor import Actor
from shared.contracts.fields import ReasonBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.messaging.schedules import (
    CalendarQuery,
    CalendarView,
    ChangeSchedule,
    CompleteSchedule,
    CreateSchedule,
    DaySummaryQuery,
    DaySummaryView,
    MoveSchedule,
    ParticipantsView,
    ScheduleRow,
    ScheduleView,
)
from shared.contracts.payload import Payload, reply
from shared.contracts.sales import quotations, visits
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import handles, rpc


class ScheduleEntrypoints(Entrypoints):
    @rpc
    def create_schedule(self, request: Payload) -> Payload:
        form = CreateSchedule().load(request)
        with self.work() as session:
            return reply(ScheduleView, commands.create_schedule(session, self.actor, **form))

    @rpc
    def get_schedule(self, schedule_id: str) -> Payload:
        with self.read() as session:
            return reply(ScheduleView, queries.get_schedule(session, self.actor, schedule_id))

    @rpc
    def list_schedules(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_schedules(session, self.actor, query)

    @rpc
    def list_schedule_history(self, schedule_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_schedule_history(session, self.actor, schedule_id, after)

    @rpc
    def list_participants(self, schedule_id: str) -> Payload:
        with self.read() as session:
            return reply(ParticipantsView, queries.list_participants(session, self.actor, schedule_id))

    @rpc
    def get_calendar(self, query: Payload) -> Payload:
        form = CalendarQuery().load(query)
        with self.read() as session:
            return reply(CalendarView, queries.get_calendar(session, self.actor, **form))

    @rpc
    def get_day_summary(self, query: Payload) -> Payload:
        form = DaySummaryQuery().load(query)
        with self.read() as session:
            return reply(DaySummaryView, queries.get_day_summary(session, self.actor, **form))

    @rpc
    def change_schedule(self, schedule_id: str, request: Payload) -> Payload:
        form = ChangeSchedule().load(request)
        with self.work() as session:
            return reply(ScheduleView, commands.change_schedule(session, self.actor, schedule_id, **form))

    @rpc
    def move_schedule(self, schedule_id: str, request: Payload) -> Payload:
        form = MoveSchedule().load(request)
        with self.work() as session:
            return reply(ScheduleView, commands.move_schedule(session, self.actor, schedule_id, **form))

    @rpc
    def complete_schedule(self, schedule_id: str, request: Payload) -> Payload:
        form = CompleteSchedule().load(request)
        with self.work() as session:
            return reply(ScheduleView, commands.complete_schedule(session, self.actor, schedule_id, **form))

    @rpc
    def miss_schedule(self, schedule_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(ScheduleView, commands.miss_schedule(session, self.actor, schedule_id, **form))

    @rpc
    def cancel_schedule(self, schedule_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(ScheduleView, commands.cancel_schedule(session, self.actor, schedule_id, **form))

    @rpc
    def import_schedules(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(ScheduleRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_schedules(session, self.actor, mode, read))


class FollowingEntrypoints(Entrypoints):
    """Visits and offers as the sales service tells of them."""

    @handles(visits.VisitPlanned)
    def follow_planned_visit(self, session: Session, actor: Actor, event: visits.VisitPlanned) -> None:
        following.follow_visit(session, actor, event)

    @handles(visits.VisitChanged)
    def follow_changed_visit(self, session: Session, actor: Actor, event: visits.VisitChanged) -> None:
        following.follow_visit(session, actor, event)

    @handles(visits.VisitRescheduled)
    def follow_rescheduled_visit(self, session: Session, actor: Actor, event: visits.VisitRescheduled) -> None:
        following.follow_visit(session, actor, event)

    @handles(visits.VisitTransferred)
    def follow_transferred_visit(self, session: Session, actor: Actor, event: visits.VisitTransferred) -> None:
        following.follow_visit(session, actor, event)

    @handles(visits.VisitCheckedIn)
    def follow_checked_in_visit(self, session: Session, actor: Actor, event: visits.VisitCheckedIn) -> None:
        following.follow_visit(session, actor, event)

    @handles(visits.VisitCompleted)
    def follow_completed_visit(self, session: Session, actor: Actor, event: visits.VisitCompleted) -> None:
        following.follow_visit(session, actor, event)

    @handles(visits.VisitMissed)
    def follow_missed_visit(self, session: Session, actor: Actor, event: visits.VisitMissed) -> None:
        following.follow_visit(session, actor, event)

    @handles(visits.VisitCancelled)
    def follow_cancelled_visit(self, session: Session, actor: Actor, event: visits.VisitCancelled) -> None:
        following.follow_visit(session, actor, event)

    @handles(visits.VisitRemoved)
    def forget_removed_visit(self, session: Session, actor: Actor, event: visits.VisitRemoved) -> None:
        following.forget_visit(session, actor, event)

    @handles(quotations.QuotationSent)
    def follow_sent_quotation(self, session: Session, actor: Actor, event: quotations.QuotationSent) -> None:
        following.follow_quotation(session, actor, event)

    @handles(quotations.QuotationAccepted)
    def follow_accepted_quotation(self, session: Session, actor: Actor, event: quotations.QuotationAccepted) -> None:
        following.follow_quotation(session, actor, event)

    @handles(quotations.QuotationRefused)
    def follow_refused_quotation(self, session: Session, actor: Actor, event: quotations.QuotationRefused) -> None:
        following.follow_quotation(session, actor, event)

    @handles(quotations.QuotationExpired)
    def follow_expired_quotation(self, session: Session, actor: Actor, event: quotations.QuotationExpired) -> None:
        following.follow_quotation(session, actor, event)

    @handles(quotations.QuotationRevised)
    def follow_revised_quotation(self, session: Session, actor: Actor, event: quotations.QuotationRevised) -> None:
        following.follow_quotation(session, actor, event)
