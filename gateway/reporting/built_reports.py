"""The public routes of reports that people build."""

from gateway.http.routes import Routes
from shared.contracts.reporting import built_reports as contract

routes = Routes(
    "built-reports",
    service="reporting",
    tag="Built reports",
    for_partners=False,
    about="Reports that people build themselves, and run over what each of them sees.",
)

ONE = "/v1/built-reports/<built_report_id>"

routes.list("/v1/built-reports", rpc="list_built_reports", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/built-reports",
    rpc="create_built_report",
    right=contract.CREATE,
    takes=contract.CreateBuiltReport,
    gives=contract.BuiltReportView,
    refuses=(409, 422),
    about="Columns, filters, groups, measures and a chart over one of the tables of questions.",
)
routes.act(
    "/v1/built-reports/preview",
    rpc="preview_built_report",
    right=contract.CREATE,
    takes=contract.PreviewBuiltReport,
    gives=contract.BuiltRowsView,
    refuses=(422,),
    keeps_answer=False,
    about="The first rows of a report before it is saved, over the facts that the caller sees.",
)
routes.read(ONE, rpc="get_built_report", right=contract.READ, gives=contract.BuiltReportView)
routes.change(
    ONE,
    rpc="change_built_report",
    right=contract.CHANGE,
    takes=contract.ChangeBuiltReport,
    gives=contract.BuiltReportView,
    if_match=True,
    refuses=(422,),
)
routes.remove(ONE, rpc="remove_built_report", right=contract.REMOVE)
routes.history(f"{ONE}/history", rpc="list_built_report_history", right=contract.READ)
routes.shares(ONE, noun="built_report", read=contract.READ, share=contract.SHARE)
routes.report(
    f"{ONE}/rows",
    rpc="run_built_report",
    right=contract.READ,
    takes_query=contract.RunQuery,
    gives=contract.BuiltRowsView,
    refuses=(404, 422),
    filed_by="list_built_report_rows",
    about="The report, run over the facts that the caller sees, whoever built it.",
)
routes.report(
    f"{ONE}/records",
    rpc="list_built_report_records",
    right=contract.READ,
    takes_query=contract.RecordsQuery,
    gives=contract.BuiltRecordsView,
    refuses=(404, 422),
    about="The facts behind the report, or behind one row of it (`drill`).",
)
