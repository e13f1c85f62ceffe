"""The public routes of schedules and calendars."""

from gateway.http.routes import Routes
from shared.contracts.fields import ReasonBody
from shared.contracts.messaging import schedules as contract

routes = Routes("schedules", service="messaging", tag="Schedules", about="What there is to do, when, and with whom.")

ONE = "/v1/schedules/<schedule_id>"

routes.list("/v1/schedules", rpc="list_schedules", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/schedules",
    rpc="create_schedule",
    right=contract.CREATE,
    takes=contract.CreateSchedule,
    gives=contract.ScheduleView,
    refuses=(409, 422),
)
routes.read(ONE, rpc="get_schedule", right=contract.READ, gives=contract.ScheduleView)
routes.change(
    ONE,
    rpc="change_schedule",
    right=contract.CHANGE,
    takes=contract.ChangeSchedule,
    gives=contract.ScheduleView,
    refuses=(409, 422),
)
routes.history(f"{ONE}/history", rpc="list_schedule_history", right=contract.READ)
routes.read(f"{ONE}/participants", rpc="list_participants", right=contract.READ, gives=contract.ParticipantsView)
routes.act(
    f"{ONE}/move",
    rpc="move_schedule",
    right=contract.MOVE,
    takes=contract.MoveSchedule,
    gives=contract.ScheduleView,
)
routes.act(
    f"{ONE}/complete",
    rpc="complete_schedule",
    right=contract.COMPLETE,
    takes=contract.CompleteSchedule,
    gives=contract.ScheduleView,
)
routes.act(f"{ONE}/miss", rpc="miss_schedule", right=contract.MISS, takes=ReasonBody, gives=contract.ScheduleView)
routes.act(f"{ONE}/cancel", rpc="cancel_schedule", right=contract.CANCEL, takes=ReasonBody, gives=contract.ScheduleView)
routes.report(
    "/v1/calendar",
    rpc="get_calendar",
    right=contract.READ,
    takes_query=contract.CalendarQuery,
    gives=contract.CalendarView,
    refuses=(403, 422),
    about="One's own, or with `user` that of somebody below: visits, calls, follow-ups, last days of offers.",
)
routes.report(
    "/v1/calendar/summary",
    rpc="get_day_summary",
    right=contract.READ,
    takes_query=contract.DaySummaryQuery,
    gives=contract.DaySummaryView,
    refuses=(403, 422),
    about="A day as planned, done and missed.",
)
