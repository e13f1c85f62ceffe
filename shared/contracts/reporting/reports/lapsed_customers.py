"""The customers that were not heard from for long."""

from shared.contracts.reporting.catalogue import Chart, Report
from shared.contracts.reporting.columns import COUNT, CUSTOMER, CUSTOMER_ID, LAST_ORDER_ON, LAST_TOUCH_ON, SELLER
from shared.contracts.reporting.customers import LISTING, WindowQuery

REPORT = Report(
    id="lapsed-customers",
    title={"en": "Lapsed customers", "zh": "流失客户"},
    question={
        "en": "With which customers was nobody in touch, and which did not order, within the last days?",
        "zh": "最近若干天内与哪些客户没有联系且没有订单？",
    },
    query=WindowQuery,
    dimensions=(CUSTOMER_ID,),
    labels=(CUSTOMER, SELLER, LAST_TOUCH_ON, LAST_ORDER_ON),
    measures=(COUNT,),
    chart=Chart("bar", "seller", "count"),
    listing=LISTING,
)
