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


def title_of(status: int, language: str) -> str:
    return TITLES[language].get(status, TITLES[language][400 if status < 500 else 500])
