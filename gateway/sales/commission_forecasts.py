"""The public route of what open deals may earn in commissions: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.sales import commission_forecasts as contract

routes = Routes(
    "commission-forecasts",
    service="sales",
    tag="Commissions",
    about="Which commissions open deals may earn by which plan; an estimate, of which nothing is owed.",
    for_partners=False,
)

routes.report(
    "/v1/commission-forecast",
    rpc="get_commission_forecast",
    right=contract.FORECAST,
    takes_query=contract.CommissionForecastQuery,
    gives=contract.CommissionForecastView,
    about="The open deals in sight, weighted, by the plans that would pay for them and the period in which they are"
    " expected to close. A deal whose day is over is expected today; one without a day is in no period.",
)
