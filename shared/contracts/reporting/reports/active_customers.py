"""The customers that were heard from of late."""

from shared.contracts.reporting.catalogue import Chart, Report
from shared.contracts.reporting.columns import COUNT, CUSTOMER, CUSTOMER_ID, LAST_ORDER_ON, LAST_TOUCH_ON, SELLER
from shared.contracts.reporting.customers import LISTING, WindowQuery

REPORT = Report(
    id="active-customers",
    title={"en": "Active customers", "zh": "活跃客户"},
    question={
        "en": "With which customers was somebody in touch, or which ordered, within the last days?",
        "zh": "最近若干天内与哪些客户有过联系，或哪些客户下过订单？",
    },
    query=WindowQuery,
    dimensions=(CUSTOMER_ID,),
    labels=(CUSTOMER, SELLER, LAST_TOUCH_ON, LAST_ORDER_ON),
    measures=(COUNT,),
    chart=Chart("bar", "seller", "count"),
    listing=LISTING,
)
