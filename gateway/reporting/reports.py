"""The public routes of reports."""

from gateway.http.routes import Routes
from shared.contracts.reporting import deals, forecast, sales_funnel, won_lost

routes = Routes(
    "reports", service="reporting", tag="Reports", about="Figures over what the caller may see, and how fresh they are."
)

routes.report(
    "/v1/reports/sales-funnel",
    rpc="get_sales_funnel",
    right=sales_funnel.READ,
    takes_query=sales_funnel.SalesFunnelQuery,
    gives=sales_funnel.SalesFunnelView,
    refuses=(404,),
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
    refuses=(404,),
    about="What a period will bring: at best, as good as certainly, and by probability.",
)
routes.report(
    "/v1/reports/won-lost",
    rpc="get_won_lost",
    right=won_lost.READ,
    takes_query=won_lost.WonLostQuery,
    gives=won_lost.WonLostView,
    refuses=(404,),
    about="Deals closed in a period by owner, team, unit, product or reason, with the rates of winning.",
)
