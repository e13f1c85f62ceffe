"""Questions that people write themselves as a SELECT: over which tables, and what comes back."""

from dataclasses import dataclass
from functools import cached_property

from marshmallow import Schema, fields, validate

from shared.contracts.fields import StrictSchema
from shared.contracts.reporting import columns as c
from shared.contracts.reporting.catalogue import CURRENCY, Column, ColumnView, Kind, StatementView, Words
from shared.contracts.reporting.deals import AsOfView

ASK = "reporting.question:ask"

RIGHTS = {ASK: "Ask questions of one's own, as a SELECT, about the facts that one may see"}

MOST_ROWS = 10_000
LONGEST = 4_000
SECONDS = 5
"""How long a question may take."""


@dataclass(frozen=True)
class Table:
    """What can be asked: one kind of facts, or what lies beside them. Rows are those in the caller's sight."""

    name: str
    title: Words
    columns: tuple[Column, ...]

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


ID = Column("id", Kind.ID, {"en": "Id", "zh": "编号"})
ORDER_ID = Column("order_id", Kind.ID, {"en": "Order", "zh": "订单"})
EXPENSE_ID = Column("expense_id", Kind.ID, {"en": "Expense", "zh": "费用"})
PARTS = (
    Column("owner_id", Kind.ID, {"en": "Owner's id", "zh": "负责人编号"}),
    Column("owner", Kind.TEXT, {"en": "Owner", "zh": "负责人"}),
    c.UNIT_ID,
    c.UNIT,
)
"""To whom a fact belongs today."""
AREA = (
    Column("region", Kind.TEXT, {"en": "Region of the customer", "zh": "客户地区"}, "region"),
    Column("territory", Kind.TEXT, {"en": "Territory of the customer", "zh": "客户销售区域"}),
    Column("priority", Kind.TEXT, {"en": "Level of the customer", "zh": "客户级别"}, "customer_level"),
)
"""Where the customer of a fact is, and how much it matters, both as of today."""
PROFIT = (c.AMOUNT, c.WEIGHTED, CURRENCY)
"""Of the deal that it is about, where that is in sight."""
ENTERED_ON = Column("entered_on", Kind.DAY, {"en": "Entered on", "zh": "录入日期"})

TABLES = {
    table.name: table
    for table in (
        Table(
            "deals",
            {"en": "Deals", "zh": "商机"},
            (
                ID,
                c.NUMBER,
                c.NAME,
                c.STAGE,
                c.STATUS,
                c.AMOUNT,
                c.WEIGHTED,
                CURRENCY,
                Column("probability", Kind.COUNT, {"en": "Probability", "zh": "成功率"}),
                c.CUSTOMER_ID,
                c.CUSTOMER,
                c.PRODUCT_ID,
                c.PRODUCT,
                Column("channel", Kind.TEXT, {"en": "Channel", "zh": "渠道"}),
                Column("lost_reason", Kind.TEXT, {"en": "Reason of the loss", "zh": "失败原因"}, "lost_reason"),
                c.COMPETITOR,
                Column("expected_close_date", Kind.DAY, {"en": "Expected to close on", "zh": "预计关闭日期"}),
                c.CLOSED_ON,
                Column("cycle_days", Kind.COUNT, {"en": "Days from opening to closing", "zh": "从开启到关闭的天数"}),
                Column("closed_owner_id", Kind.ID, {"en": "Owner when it was closed", "zh": "关闭时的负责人"}),
                Column("closed_unit_id", Kind.ID, {"en": "Unit when it was closed", "zh": "关闭时的部门"}),
                *AREA,
                *PARTS,
            ),
        ),
        Table(
            "orders",
            {"en": "Orders", "zh": "订单"},
            (
                ID,
                c.NUMBER,
                c.STATUS,
                c.CUSTOMER_ID,
                c.CUSTOMER,
                CURRENCY,
                c.AMOUNT,
                Column("invoiced", Kind.MONEY, {"en": "Invoiced", "zh": "已开票"}),
                Column("paid", Kind.MONEY, {"en": "Paid", "zh": "已付款"}),
                Column("ordered_on", Kind.DAY, {"en": "Ordered on", "zh": "下单日期"}),
                *PARTS,
            ),
        ),
        Table(
            "order_lines",
            {"en": "Lines of orders", "zh": "订单行"},
            (ORDER_ID, c.PRODUCT_ID, c.PRODUCT, c.CATEGORY, c.QUANTITY, c.AMOUNT, CURRENCY),
        ),
        Table(
            "activities",
            {"en": "Activities", "zh": "活动"},
            (
                ID,
                c.ACTIVITY_TYPE,
                c.STATUS,
                Column("subject", Kind.TEXT, {"en": "Subject", "zh": "主题"}),
                Column("result", Kind.TEXT, {"en": "Result", "zh": "结果"}),
                Column("happened_on", Kind.DAY, {"en": "Happened on", "zh": "发生日期"}),
                c.CUSTOMER_ID,
                c.DEAL_ID,
                Column("done_by_id", Kind.ID, {"en": "Who did it", "zh": "执行人"}),
                Column("task", Kind.TEXT, {"en": "What is to be done next", "zh": "下一步任务"}),
                Column("task_due_on", Kind.DAY, {"en": "To be done by", "zh": "任务到期日"}),
                Column("task_done_on", Kind.DAY, {"en": "Done on", "zh": "任务完成日"}),
                *PROFIT,
                *AREA,
                *PARTS,
            ),
        ),
        Table(
            "expenses",
            {"en": "Expenses", "zh": "费用"},
            (
                ID,
                c.NUMBER,
                c.STATUS,
                Column("spent_on", Kind.DAY, {"en": "Spent on", "zh": "支出日期"}),
                c.CATEGORY,
                c.AMOUNT,
                CURRENCY,
                *PARTS,
            ),
        ),
        Table(
            "expense_parts",
            {"en": "Parts of expenses, each of one deal", "zh": "费用分摊"},
            (EXPENSE_ID, c.DEAL_ID, c.AMOUNT, CURRENCY),
        ),
        Table(
            "customers",
            {"en": "Customers", "zh": "客户"},
            (
                ID,
                c.NAME,
                Column("type", Kind.TEXT, {"en": "Kind of customer", "zh": "客户类型"}, "customer_type"),
                c.STATUS,
                Column("industry", Kind.TEXT, {"en": "Industry", "zh": "行业"}, "industry"),
                ENTERED_ON,
                c.LAST_TOUCH_ON,
                *AREA,
                *PARTS,
            ),
        ),
        Table(
            "contacts",
            {"en": "Contacts", "zh": "联系人"},
            (
                ID,
                c.NAME,
                Column("kind", Kind.TEXT, {"en": "Kind of contact", "zh": "联系人类型"}),
                Column("title", Kind.TEXT, {"en": "Title", "zh": "职务"}),
                Column("role", Kind.TEXT, {"en": "Role", "zh": "角色"}),
                c.CUSTOMER_ID,
                Column("status", Kind.TEXT, {"en": "Status of the customer", "zh": "客户状态"}, "customer_status"),
                ENTERED_ON,
                *AREA,
                *PARTS,
            ),
        ),
        Table(
            "visits",
            {"en": "Visits, also those to come", "zh": "拜访（含计划）"},
            (
                ID,
                Column("subject", Kind.TEXT, {"en": "Subject", "zh": "主题"}),
                c.STATUS,
                Column("visited_on", Kind.DAY, {"en": "Day of the visit", "zh": "拜访日期"}),
                c.CUSTOMER_ID,
                *AREA,
                *PARTS,
            ),
        ),
    )
}
"""By name. A column keeps its name and its meaning once it is here."""


class AskQuestion(StrictSchema):
    """One SELECT over the tables of `GET /v1/questions/tables`, in the manner of PostgreSQL: joins by ids, conditions,
    groups, order; no subqueries, unions or WITH. Money is compared with plain numbers, days with 'YYYY-MM-DD'.
    """

    sql = fields.String(required=True, validate=[validate.Length(min=1, max=LONGEST), validate.Regexp(r"\s*\S")])
    limit = fields.Integer(load_default=1000, validate=validate.Range(min=1, max=MOST_ROWS))


class AnsweredColumnView(Schema):
    name = fields.String()
    kind = fields.String()


class RanView(StatementView):
    dialect = fields.String()


class AnswerView(Schema):
    """`complete` is false where there were more rows than `limit`. `ran` is the statement that the question became, the
    filter of the caller's rows inside.
    """

    columns = fields.List(fields.Nested(AnsweredColumnView))
    rows = fields.List(fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True)))
    complete = fields.Boolean()
    as_of = fields.Nested(AsOfView)
    ran = fields.Nested(RanView)


class TableView(Schema):
    name = fields.String()
    title = fields.String()
    columns = fields.List(fields.Nested(ColumnView))


class TablesView(Schema):
    tables = fields.List(fields.Nested(TableView))
