"""What is said on the wire about processes, the words for their states and steps included."""

from collections.abc import Mapping

from marshmallow import Schema, fields, validate

from shared.errors import NotFound
from shared.processes import BY_PEOPLE, BY_SYSTEM

KEPT_BY: Mapping[str, str] = {
    "campaigns": "marketing",
    "campaign-members": "marketing",
    "lead-assignment-rules": "sales",
    "leads": "sales",
    "deal-registrations": "sales",
    "opportunities": "sales",
    "price-lists": "sales",
    "price-exceptions": "sales",
    "quotations": "sales",
    "orders": "sales",
    "visits": "sales",
    "sellers": "sales",
    "call-backs": "sales",
    "expenses": "sales",
    "stores": "sales",
    "carts": "sales",
    "requests": "service_desk",
    "agreements": "service_desk",
    "articles": "service_desk",
    "inbound-documents": "distribution",
    "outbound-documents": "distribution",
    "inbound-returns": "distribution",
    "credit-notes": "distribution",
    "schedules": "messaging",
    "plans": "messaging",
}
"""Which service enforces the process of which noun, in the order of the business."""

ENGLISH, CHINESE = "en", "zh"
LANGUAGES = (ENGLISH, CHINESE)

_CHINESE: Mapping[str, str] = {
    "campaigns": "营销活动",
    "campaign-members": "活动客户",
    "lead-assignment-rules": "线索分配规则",
    "leads": "线索",
    "deal-registrations": "商机报备",
    "opportunities": "商机",
    "price-lists": "价目表",
    "price-exceptions": "特价申请",
    "quotations": "报价",
    "orders": "订单",
    "requests": "服务请求",
    "articles": "知识文章",
    "inbound-documents": "入库单",
    "outbound-documents": "出库单",
    "inbound-returns": "退货入库单",
    "credit-notes": "贷项通知单",
    "visits": "拜访",
    "sellers": "销售人员",
    "call-backs": "回拨",
    "expenses": "费用",
    "stores": "网店",
    "carts": "购物车",
    "agreements": "服务协议",
    "schedules": "日程",
    "plans": "工作计划",
    "abandon": "放弃",
    "abandoned": "已放弃",
    "accept": "接受",
    "accepted": "已接受",
    "activate": "生效",
    "active": "生效中",
    "advance": "推进",
    "approve": "批准",
    "approved": "已批准",
    "awaited": "待收货",
    "cancel": "取消",
    "cancelled": "已取消",
    "change": "修改",
    "check_in": "签到",
    "check_out": "结算",
    "checked_in": "已签到",
    "checked_out": "已结算",
    "claim": "认领",
    "claimed": "已认领",
    "close": "关闭",
    "closed": "已关闭",
    "complete": "完成",
    "completed": "已完成",
    "confirm": "确认",
    "confirmed": "已确认",
    "convert": "转化",
    "converted": "已转化",
    "deactivate": "停用",
    "decline": "谢绝",
    "delist_product": "下架商品",
    "declined": "已谢绝",
    "dispute": "提出争议",
    "disputed": "有争议",
    "done": "已办",
    "draft": "草稿",
    "end": "终止",
    "end_leave": "结束休假",
    "ended": "已终止",
    "expire": "过期",
    "expired": "已过期",
    "extend": "延长",
    "extended": "已延长",
    "finish": "结束",
    "finished": "已结束",
    "fulfil": "完成交付",
    "fulfilled": "已交付",
    "in_force": "有效",
    "in_progress": "处理中",
    "inactive": "已停用",
    "interested": "有意向",
    "invited": "已邀请",
    "issue": "开具",
    "issued": "已开具",
    "keep": "保留",
    "lapse": "到期失效",
    "lapsed": "已失效",
    "launch": "启动",
    "leave": "休假",
    "list_product": "上架商品",
    "lose": "丢失",
    "lost": "已丢失",
    "miss": "错过",
    "missed": "已错过",
    "move": "改期",
    "new": "新建",
    "on_leave": "休假中",
    "open": "进行中",
    "paid": "已支付",
    "pay": "支付",
    "planned": "已计划",
    "post": "过账",
    "posted": "已过账",
    "postpone": "延后",
    "publish": "发布",
    "published": "已发布",
    "put": "放入",
    "qualified": "已确认资格",
    "qualify": "确认资格",
    "reassign": "改派",
    "receive": "收货",
    "received": "已收货",
    "refuse": "拒绝",
    "refused": "已拒绝",
    "reinstate": "恢复",
    "reject": "退回",
    "release": "释放",
    "renew": "续签",
    "reopen": "重新打开",
    "reopened": "已重新打开",
    "requested": "待审批",
    "reschedule": "改期",
    "reserve again": "再次预留",
    "respond": "响应",
    "retire": "停用",
    "retired": "已停用",
    "reverse": "冲销",
    "review": "审核中",
    "revise": "修订",
    "running": "进行中",
    "send": "发送",
    "sent": "已发送",
    "solve": "解决",
    "solved": "已解决",
    "start": "开始处理",
    "submit": "提交审核",
    "submitted": "已提交",
    "summarise": "总结",
    "summarised": "已总结",
    "take": "领取",
    "take back": "退回",
    "take_out": "取出",
    "taken": "已领取",
    "transfer": "移交",
    "void": "作废",
    "voided": "已作废",
    "voiding": "作废中",
    "waiting": "等待中",
    "win": "赢单",
    "withdraw": "撤回",
    "withdrawn": "已撤回",
    "won": "已赢单",
}


class ProcessIsUnknown(NotFound):
    """There is no process of this name; `GET /v1/processes` lists those there are."""

    code = "process_unknown"


def wording(word: str, language: str) -> str:
    """The word for a process, a state or a step as people read it."""
    plain = word.replace("_", " ").replace("-", " ")
    return _CHINESE.get(word, plain) if language == CHINESE else plain


class StateView(Schema):
    name = fields.String()
    label = fields.String()
    first = fields.Boolean(metadata={"description": "A record begins here."})
    last = fields.Boolean(metadata={"description": "No step leads away from here."})


class TransitionView(Schema):
    verb = fields.String()
    label = fields.String()
    source = fields.String(data_key="from")
    target = fields.String(data_key="to")
    by = fields.String(validate=validate.OneOf((BY_PEOPLE, BY_SYSTEM)))
    request = fields.String(
        allow_none=True, metadata={"description": "The operation that takes this step; null for the system's steps."}
    )


class ProcessView(Schema):
    name = fields.String()
    label = fields.String()
    service = fields.String()
    states = fields.List(fields.Nested(StateView))
    transitions = fields.List(fields.Nested(TransitionView))
    diagram = fields.String(metadata={"description": "Where the same is drawn, as SVG."})


class ProcessesView(Schema):
    data = fields.List(fields.Nested(ProcessView))
