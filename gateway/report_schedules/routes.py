"""The routes of scheduled reports and of what became of their mails."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.gateway import report_schedules as contract

routes = Routes(
    "report_schedules",
    service="gateway",
    tag="Scheduled reports",
    for_partners=False,
    about="Reports that are sent by mail at set times, to each recipient as they may see them.",
)
ALL, ONE = "/v1/report-schedules", "/v1/report-schedules/<report_schedule_id>"

routes.list(ALL, rpc="list_report_schedules", right=contract.READ, listing=contract.LISTING)
routes.create(
    ALL,
    rpc="create_report_schedule",
    right=contract.CREATE,
    takes=contract.CreateReportSchedule,
    gives=contract.ReportScheduleView,
    refuses=(404, 409, 422),
    about="Have a report of the catalogue, one that somebody built, or a dashboard sent to people of the house.",
)
routes.read(ONE, rpc="get_report_schedule", right=contract.READ, gives=contract.ReportScheduleView)
routes.change(
    ONE,
    rpc="change_report_schedule",
    right=contract.CHANGE,
    takes=contract.ChangeReportSchedule,
    gives=contract.ReportScheduleView,
    if_match=True,
    refuses=(422,),
)
routes.remove(ONE, rpc="remove_report_schedule", right=contract.REMOVE)
routes.history(f"{ONE}/history", rpc="list_report_schedule_history", right=contract.READ)
for verb, about in (
    ("pause", "Send nothing for now; what falls due meanwhile is left out."),
    ("resume", "Send it again from its next time on."),
):
    routes.act(
        f"{ONE}/{verb}",
        rpc=f"{verb}_report_schedule",
        right=contract.CHANGE,
        takes=NoBody,
        gives=contract.ReportScheduleView,
        about=about,
    )
routes.act(
    f"{ONE}/send",
    rpc="send_report_schedule",
    right=contract.SEND,
    takes=NoBody,
    gives=contract.SentNowView,
    about="Send it at once beside its times; the answer says by which mails.",
)
routes.list(
    f"{ONE}/runs",
    rpc="list_report_runs",
    right=contract.READ,
    listing=contract.RUNS,
    about="Each mail of the last ninety days: to whom, when, in how many tries, or why there was none.",
)
