"""What differs between two versions that were offered to the same customer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from sqlalchemy.orm import Session, selectinload

from services.sales.quotations.model import Quotation, QuotationLine, QuotationVersion
from shared.actor import Actor
from shared.contracts.events import Changes, changes
from shared.contracts.fields import money_text
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.visible import visible


def compare_versions(session: Session, actor: Actor, customer_id: str, older: str, newer: str) -> Payload:
    """The differences from one version to another, of quotations in sight to a customer in sight."""
    (before, one), (after, other) = (_version(session, actor, customer_id, wanted) for wanted in (older, newer))
    return {
        "older": _named(before, one),
        "newer": _named(after, other),
        "changes": changes(_head(before, one), _head(after, other)),
        "lines": list(_lines(one.lines, other.lines)),
    }


def _version(session: Session, actor: Actor, customer_id: str, version_id: str) -> tuple[Quotation, QuotationVersion]:
    has_it = Quotation.versions.any(QuotationVersion.id == version_id)
    mine = visible(Quotation, actor).where(Quotation.customer_id == customer_id, has_it)
    shown = selectinload(Quotation.versions).selectinload(QuotationVersion.lines)
    quotation = session.scalar(mine.options(shown))
    if quotation is None:
        raise NotFound(f"There is no version {version_id} of a quotation to this customer.")
    return quotation, next(version for version in quotation.versions if version.id == version_id)


def _named(quotation: Quotation, version: QuotationVersion) -> Payload:
    return {
        "id": version.id,
        "quotation_id": quotation.id,
        "quotation_number": quotation.number,
        "number": version.number,
        "status": str(version.status),
    }


def _head(quotation: Quotation, version: QuotationVersion) -> dict[str, Any]:
    sums = {name: money_text(getattr(version, name)) for name in ("net", "tax", "gross")}
    return {
        "valid_until": version.valid_until.isoformat(),
        "currency": quotation.currency,
        "note": version.note,
        **sums,
    }


def _lines(older: Iterable[QuotationLine], newer: Iterable[QuotationLine]) -> Iterator[Payload]:
    """A product's first line stands against its first line there, its second against the second, and so on."""
    before, after = _by_product(older), _by_product(newer)
    for product_id in dict.fromkeys([*before, *after]):
        for one, other in zip_longest(before.get(product_id, ()), after.get(product_id, ())):
            differ = changes(_said(one), _said(other))
            if differ:
                yield _changed(one, other, differ)


def _changed(one: QuotationLine | None, other: QuotationLine | None, differ: Changes) -> Payload:
    shown = other or one
    assert shown is not None
    change = "added" if one is None else "removed" if other is None else "changed"
    named = {"product_id": shown.product_id, "code": shown.code, "name": shown.name}
    return {**named, "change": change, "changes": dict(differ)}


def _by_product(lines: Iterable[QuotationLine]) -> Mapping[str, list[QuotationLine]]:
    grouped: dict[str, list[QuotationLine]] = defaultdict(list)
    for line in lines:
        grouped[line.product_id].append(line)
    return grouped


def _said(line: QuotationLine | None) -> dict[str, Any]:
    if line is None:
        return {}
    money = ("unit_price", "discount_percent", "tax_percent", "net", "tax", "gross")
    return {"quantity": line.quantity, **{name: money_text(getattr(line, name)) for name in money}}
