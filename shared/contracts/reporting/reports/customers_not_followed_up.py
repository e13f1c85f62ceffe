"""The customers that were let alone longer than their level allows."""

from shared.contracts.reporting.catalogue import Chart, Column, Kind, Report
from shared.contracts.reporting.columns import COUNT, CUSTOMER, CUSTOMER_ID, LAST_TOUCH_ON, SELLER
from shared.contracts.reporting.customers import LISTING

LEVEL = Column("level", Kind.TEXT, {"en": "Level", "zh": "级别"}, "customer_level")
FOLLOW_UP_DAYS = Column("follow_up_days", Kind.TEXT, {"en": "Days that the level allows", "zh": "级别允许天数"})
DAYS_OVERDUE = Column("days_overdue", Kind.COUNT, {"en": "Days overdue", "zh": "逾期天数"})

REPORT = Report(
    id="customers-not-followed-up",
    title={"en": "Customers not followed up in time", "zh": "未及时跟进客户列表"},
    question={
        "en": "Which customers were let alone longer than their level allows, and by how many days?",
        "zh": "哪些客户超过其级别允许的时间未跟进，逾期多少天？",
    },
    dimensions=(CUSTOMER_ID,),
    labels=(CUSTOMER, SELLER, LEVEL, FOLLOW_UP_DAYS, LAST_TOUCH_ON),
    measures=(COUNT, DAYS_OVERDUE),
    chart=Chart("bar", "customer", "days_overdue"),
    listing=LISTING,
)
