"""What customers order from period to period."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Report
from shared.contracts.reporting.columns import AMOUNT, COUNT, CUSTOMER, CUSTOMER_ID, PERIOD
from shared.contracts.reporting.orders import LISTING, OfCustomerQuery

REPORT = Report(
    id="customer-trend",
    title={"en": "Trend of sales by customer", "zh": "客户销售趋势"},
    question={"en": "How much does each customer order month by month?", "zh": "各客户每月订购多少？"},
    query=OfCustomerQuery,
    dimensions=(CUSTOMER_ID, PERIOD, CURRENCY),
    labels=(CUSTOMER,),
    measures=(COUNT, AMOUNT),
    chart=Chart("line", "time", "amount", "customer"),
    listing=LISTING,
)
