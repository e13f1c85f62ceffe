"""The titles of problems in the languages of the house; `code` is for programs, these are for people."""

ENGLISH = "en"

_ENGLISH = {
    400: "The request is malformed",
    401: "Sign in first",
    403: "You may not do this",
    404: "Not found",
    405: "This address does not answer that method",
    409: "The current state does not allow this",
    412: "The record has changed since",
    413: "The request is too large",
    415: "This content type is not understood",
    422: "A rule forbids this",
    428: "Say which version you are changing",
    429: "Too many requests",
    500: "Something went wrong on our side",
    503: "A part that is needed is away",
}

_CHINESE = {
    400: "请求格式不正确",
    401: "请先登录",
    403: "您无权执行此操作",
    404: "未找到",
    405: "此地址不支持该方法",
    409: "当前状态不允许此操作",
    412: "记录已被修改",
    413: "请求过大",
    415: "不支持此内容类型",
    422: "业务规则不允许此操作",
    428: "请注明您所修改的版本",
    429: "请求过于频繁",
    500: "服务器出现错误",
    503: "所需的服务暂时不可用",
}

TITLES = {ENGLISH: _ENGLISH, "zh": _CHINESE}
"""By language, then by status."""

_NEXT = {
    400: "Mend the request: `errors` names each place. The description at /v1/openapi.json says what is taken.",
    401: "Sign in at POST /v1/tokens and send the token as Authorization: Bearer.",
    403: "Ask an administrator for the right that the answer names; GET /v1/me shows those you hold.",
    404: "Check the address and the id. What you may not see answers like what is not there.",
    405: "Use a method that the Allow header names.",
    409: "Read the record again and do what its state allows; GET /v1/processes shows the steps.",
    412: "Read the record again, take its ETag, and decide anew whether you still want the change.",
    413: "Send less at once; GET /v1/limits tells how much. For many records there are imports.",
    415: "Send the Content-Type that the description names: application/json as a rule.",
    422: "Change what you ask for; the detail names the rule.",
    428: "Read the record and send its ETag as If-Match.",
    429: "Wait as many seconds as Retry-After says, then ask again.",
    500: "Ask again with the same Idempotency-Key; if it stays, give the trace_id to whoever runs the house.",
    503: "Wait as many seconds as Retry-After says, then ask again with the same Idempotency-Key.",
}

_NEXT_CHINESE = {
    400: "请修正请求：errors 列出了每一处问题；/v1/openapi.json 说明了可接受的内容。",
    401: "请通过 POST /v1/tokens 登录，并以 Authorization: Bearer 发送令牌。",
    403: "请向管理员申请响应中指出的权限；GET /v1/me 显示您拥有的权限。",
    404: "请检查地址和编号。您无权查看的内容与不存在的内容响应相同。",
    405: "请使用 Allow 标头中列出的方法。",
    409: "请重新读取记录，并执行其状态允许的操作；GET /v1/processes 列出了各步骤。",
    412: "请重新读取记录，取其 ETag，再决定是否仍要修改。",
    413: "请减少单次发送的内容；GET /v1/limits 说明了上限。大量记录请使用导入。",
    415: "请使用说明中列出的 Content-Type，通常为 application/json。",
    422: "请修改请求内容；detail 说明了所违反的规则。",
    428: "请读取记录，并将其 ETag 作为 If-Match 发送。",
    429: "请按 Retry-After 所示的秒数等待后重试。",
    500: "请用同一 Idempotency-Key 重试；若仍失败，请将 trace_id 告知系统管理员。",
    503: "请按 Retry-After 所示的秒数等待，再用同一 Idempotency-Key 重试。",
}

NEXT_STEPS = {ENGLISH: _NEXT, "zh": _NEXT_CHINESE}
"""What to do about a problem, by language, then by status."""


def next_step(status: int, language: str) -> str:
    return NEXT_STEPS[language].get(status, NEXT_STEPS[language][400 if status < 500 else 500])


def title_of(status: int, language: str) -> str:
    return TITLES[language].get(status, TITLES[language][400 if status < 500 else 500])
