"""The sentences of validation that name a fault of a form, in Chinese. One that is not here stays in English."""

import re

from gateway.http.titles import ENGLISH

_WORDS = (
    (r"Missing data for required field\.", "此字段为必填项。"),
    (r"Field may not be null\.", "此字段不能为 null。"),
    (r"Unknown field\.", "未知字段。"),
    (r"Invalid input type\.|Invalid type\.", "输入类型不正确。"),
    (r"Invalid input\.|Invalid value\.", "值不正确。"),
    (r"Length must be between (\S+) and (\S+)\.", r"长度须在 \1 至 \2 之间。"),
    (r"Length must be (\d+)\.", r"长度须为 \1。"),
    (r"Longer than maximum length (\d+)\.", r"长度不得超过 \1。"),
    (r"Shorter than minimum length (\d+)\.", r"长度不得少于 \1。"),
    (r"Must be equal to (.+)\.", r"须等于 \1。"),
    (r"Must be one of: (.+)\.", r"须为以下之一：\1。"),
    (r"Must be greater than or equal to (\S+) and less than or equal to (\S+)\.", r"须在 \1 至 \2 之间。"),
    (r"Must be greater than (\S+) and less than or equal to (\S+)\.", r"须大于 \1 且不大于 \2。"),
    (r"Must be greater than or equal to (\S+) and less than (\S+)\.", r"须不小于 \1 且小于 \2。"),
    (r"Must be greater than (\S+) and less than (\S+)\.", r"须大于 \1 且小于 \2。"),
    (r"Must be greater than or equal to (\S+)\.|Must not be less than (\S+)\.", r"不得小于 \1\2。"),
    (r"Must be less than or equal to (\S+)\.", r"不得大于 \1。"),
    (r"Must be greater than (\S+)\.", r"须大于 \1。"),
    (r"Must be less than (\S+)\.", r"须小于 \1。"),
    (r"Must not be blank; send null for no value\.", "不能为空白；无值请发送 null。"),
    (r"Not a valid (?:naive |aware )?datetime\.", "不是有效的日期时间。"),
    (r"Not a valid date\.", "不是有效的日期。"),
    (r"Not a valid time\.", "不是有效的时间。"),
    (r"Not a valid string\.", "不是有效的文本。"),
    (r"Not a valid integer\.", "不是有效的整数。"),
    (r"Not a valid number\.", "不是有效的数字。"),
    (r"Not a valid boolean\.", "须为 true 或 false。"),
    (r"Not a valid list\.", "须为列表。"),
    (r"Not a valid mapping type\.", "须为对象。"),
    (r"Not a valid email address\.", "不是有效的电子邮件地址。"),
    (r"Not a valid URL\.", "不是有效的网址。"),
    (r"Number too large\.", "数字过大。"),
    (r"String does not match expected pattern\.", "格式不符合要求。"),
    (r"Not an id: expected a UUID in lower case\.|Not an id\.", "不是有效的编号：须为小写的 UUID。"),
    (r"Not an id for a new record: make a UUID version 7 \(or 4\)\.", "新记录的编号须为 UUID 第 7 版（或第 4 版）。"),
    (
        r'Not an amount: expected a decimal string such as "1234\.50"\.',
        "不是有效的金额：须为十进制文本，例如 1234.50。",
    ),
    (r"Not an amount: at most 14 digits before and 4 after the point\.", "金额的整数最多 14 位，小数最多 4 位。"),
    (r"Not a time zone .+\.", "不是有效的时区，例如 Asia/Shanghai。"),
    (r"Ends before it begins\.", "结束早于开始。"),
    (r"The last day is not before the first\.", "最后一天不得早于第一天。"),
    (r"Must not be before since\.", "不得早于 since。"),
)
_CHINESE = tuple((re.compile(sentence), word) for sentence, word in _WORDS)


def say_fault(detail: str, language: str) -> str:
    """The same fault in the language that is wanted, as far as it has words for it."""
    if language == ENGLISH:
        return detail
    for sentence, word in _CHINESE:
        if found := sentence.fullmatch(detail):
            return found.expand(word)
    return detail
