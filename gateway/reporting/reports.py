"""The public routes of reports."""

from gateway.http.routes import MadeBy, Routes
from gateway.reporting.catalogue import list_reports, show_report_sql
from shared.contracts.reporting import deals, forecast, history_forecast, sales_funnel, win_scores, won_lost
from shared.contracts.reporting.catalogue import SQL, CatalogueView, Report, StatementsView
from shared.contracts.reporting.reports import REPORTS
from shared.contracts.rights import SIGNED_IN
from shared.word_files import MEDIA_TYPE

FILES = (MadeBy("svg", "draw_report", "image/svg+xml"), MadeBy("docx", "write_report", MEDIA_TYPE))

routes = Routes(
    "reports", service="reporting", tag="Reports", about="Figures over what the caller may see, and how fresh they are."
)

routes.report(
    "/v1/reports/sales-funnel",
    rpc="get_sales_funnel",
    right=sales_funnel.READ,
    takes_query=sales_funnel.SalesFunnelQuery,
    gives=sales_funnel.SalesFunnelView,
    refuses=(404, 422),
    filed_by="list_sales_funnel_rows",
    made_by=FILES,
    about="How many deals stand in each stage, what they are worth, and how many get on to the next.",
)
routes.list(
    "/v1/reports/sales-funnel/records",
    rpc="list_reported_deals",
    right=sales_funnel.READ,
    listing=deals.LISTING,
    about="The deals behind the figures; a row of the funnel is filter[stage][eq]=<stage>.",
)
routes.report(
    "/v1/reports/forecast",
    rpc="get_forecast",
    right=forecast.READ,
    takes_query=forecast.ForecastQuery,
    gives=forecast.ForecastView,
    refuses=(404, 422),
    filed_by="list_forecast_rows",
    made_by=FILES,
    about="What a period will bring: at best, as good as certainly, and by probability.",
)
routes.report(
    "/v1/reports/history-forecast",
    rpc="get_history_forecast",
    right=history_forecast.READ,
    takes_query=history_forecast.HistoryForecastQuery,
    gives=history_forecast.HistoryForecastView,
    refuses=(404,),
    about="What a period will bring if open deals and new business do as deals of before did, and how that came about.",
)
routes.report(
    "/v1/reports/forecast-errors",
    rpc="get_forecast_errors",
    right=history_forecast.READ_ERRORS,
    takes_query=history_forecast.ForecastErrorsQuery,
    gives=history_forecast.ForecastErrorsView,
    refuses=(404,),
    about="How wrong the forecast from history would have been in past quarters, made at the beginning of each.",
)
routes.report(
    "/v1/reports/win-scores",
    rpc="get_win_scores",
    right=win_scores.READ,
    takes_query=win_scores.WinScoresQuery,
    gives=win_scores.WinScoresView,
    refuses=(404,),
    about="How likely open deals are to be won, by which factors, and how such scores did on deals held out.",
)
routes.report(
    "/v1/reports/deal-outlook",
    rpc="get_deal_outlook",
    right=win_scores.READ_OUTLOOK,
    takes_query=win_scores.DealOutlookQuery,
    gives=win_scores.DealOutlookView,
    refuses=(404,),
    about="How long a deal stands where, how many days are left, how likely it is won, and the customer's past deals.",
)
routes.report(
    "/v1/reports/won-lost",
    rpc="get_won_lost",
    right=won_lost.READ,
    takes_query=won_lost.WonLostQuery,
    gives=won_lost.WonLostView,
    refuses=(404, 422),
    filed_by="list_won_lost_rows",
    made_by=FILES,
    about="Deals closed in a period by owner, team, unit, product or reason, with the rates of winning.",
)
routes.serve(
    "/v1/reports",
    list_reports,
    right=SIGNED_IN,
    gives=CatalogueView,
    for_partners=False,
    about="All reports: what each answers, by what it is asked, and whether the caller may.",
)


def declare(report: Report) -> None:
    """A report of the catalogue with the records behind it and its statement."""
    fixed, question = (("report", report.id),), report.question["en"]
    routes.report(
        report.address,
        rpc="get_report",
        right=report.right,
        takes_query=report.query,
        gives=report.view,
        refuses=(404, 422),
        fixed=fixed,
        filed_by="list_report_rows",
        made_by=FILES,
        about=question,
    )
    routes.report(
        f"{report.address}/records",
        rpc="list_report_records",
        right=report.right,
        takes_query=report.records_query,
        gives=report.records_view,
        refuses=(404,),
        fixed=fixed,
        about=f"The records behind the figures; `drill` of a row names its own. {question}",
    )
    routes.serve(
        f"{report.address}/sql",
        show_report_sql,
        right=SQL,
        takes_query=report.query,
        gives=StatementsView,
        refuses=(404,),
        fixed=fixed,
        about=f"The statements that run for the caller, their filter inside. {question}",
    )


for one in REPORTS.values():
    if one.answered_by is None:
        declare(one)
