"""Values as they are written in a question, and as they stand in its answer."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from services.reporting.questions.rules import refused, too_large
from shared.contracts.fields import MOST_MONEY, money_text
from shared.contracts.reporting.catalogue import Kind
from shared.persistence.types import MONEY_PLACES

LARGEST = {Kind.COUNT: 2**63, Kind.MONEY: 2**63 // 10**MONEY_PLACES}
NUMBERS = frozenset({Kind.COUNT, Kind.MONEY, Kind.RATE})
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


def number_of(text: str, kind: Kind) -> int | Decimal | float:
    """A number as one of this kind. Raises `QuestionIsRefused`."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise refused(f"{text[:40]} is no number.") from None
    # copy_abs reckons nothing; abs() fails for 1e999999999
    if not value.is_finite() or value.copy_abs() > MOST_MONEY or value != round(value, MONEY_PLACES):
        raise refused(
            f"A number has at most 14 digits before and {MONEY_PLACES} after the point; {text[:40]} has more."
        )
    if kind is Kind.COUNT and value != value.to_integral_value():
        raise refused(f"This is compared or reckoned with whole numbers; {text[:40]} is none.")
    return value if kind is Kind.MONEY else int(value) if kind is Kind.COUNT else float(value)


def text_of(text: str, kind: Kind) -> str | date:
    """A quoted value as one of this kind. Raises `QuestionIsRefused`."""
    if "\0" in text:
        raise refused("A text holds no NUL.")
    if kind is Kind.DAY:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise refused(f"A day is written '2026-11-30'; '{text[:40]}' is none.") from None
    if kind is Kind.ID and not _UUID.match(text):
        raise refused(f"An id is written as a UUID in small letters; '{text[:40]}' is none.")
    return text


def shown(kind: Kind, value: Any) -> Any:
    """A value of an answer as it goes out. Raises `NumberIsTooLarge` where an engine went on less exactly."""
    if value is None:
        return None
    if kind in (Kind.COUNT, Kind.MONEY) and abs(value) >= LARGEST[kind]:
        raise too_large()
    if kind is Kind.COUNT:
        return int(value)
    if kind is Kind.MONEY:
        return money_text(value)
    if kind is Kind.RATE:
        return str(round(Decimal(str(value)), 4))
    return str(value)
