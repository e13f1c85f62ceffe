"""When two customers look the same and what a customer may belong to, in plain Python."""

import re
import unicodedata
import zlib
from dataclasses import astuple, dataclass
from datetime import datetime

from shared.errors import Conflict, RuleBroken

LONGEST_NAME_KEY = 200
LONGEST_TAX_KEY = 50
MOST_CANDIDATES = 5
DEEPEST_GROUP = 20
SHORTEST_PHONE = 6
TURNS = 256
ASKED_BY_TERRITORIES = ("province", "city", "post_code", "region", "industry")
"""What the rules of the territories ask about a customer."""

_LATIN_FORMS = (
    "incorporated", "inc", "limited", "ltd", "llc", "llp", "plc", "corporation", "corp", "company", "co", "gmbh", "ag",
    "kg", "sa", "sarl", "srl", "spa", "bv", "nv", "oy", "ab", "pty", "pte",
)  # fmt: skip
_CHINESE_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "公司")
_NOT_A_WORD = re.compile(r"[\W_]+", re.UNICODE)
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b|\s|$|,)")


class CustomerIsDuplicate(Conflict):
    """One that the caller can see has the same name, tax id, phone or domain. `candidates` says which and why."""

    code = "customer_duplicate"


class CustomerBelongsToItself(RuleBroken):
    """Subsidiaries form a tree."""

    code = "customer_parent_cycle"


class ExternalIdIsTaken(Conflict):
    """It stands for a customer out of the caller's reach."""

    code = "customer_external_id_taken"


class TouchIsInFuture(RuleBroken):
    """A touch is logged after it happened."""

    code = "customer_touch_in_future"


class ParentIsUnknown(RuleBroken):
    """A customer can only belong to one that the caller can see."""

    code = "customer_parent_unknown"


class CustomerIsTheSame(RuleBroken):
    """Two records are merged."""

    code = "customer_merge_itself"


class CustomersAreRelated(RuleBroken):
    """A company and its subsidiary are two; say first that the one does not belong to the other."""

    code = "customer_merge_related"


class CustomerIsMerged(Conflict):
    """It was merged into another one meanwhile."""

    code = "customer_merged"


class MergeIsOver(Conflict):
    """It is no longer merged into this one, so there is nothing to undo."""

    code = "customer_merge_over"


@dataclass(frozen=True)
class Likeness:
    """What two records of the same customer have in common however they were typed."""

    name: str
    tax_id: str | None
    phone: str | None
    domain: str | None


def likeness(name: str, tax_id: str | None, phone: str | None, domain: str | None) -> Likeness:
    return Likeness(name_key(name), _squeezed(tax_id), phone_key(phone), domain_key(domain))


def newly_said(before: Likeness, after: Likeness) -> Likeness:
    """Only those traits that a change has brought; by the others it looked the same as anybody before."""
    return Likeness(
        after.name if after.name != before.name else "",
        after.tax_id if after.tax_id != before.tax_id else None,
        after.phone if after.phone != before.phone else None,
        after.domain if after.domain != before.domain else None,
    )


def turns_of(wanted: Likeness) -> list[int]:
    """The turns to take, in the one order in which everybody takes them, before looking for customers like this."""
    traits = (f"{place} {trait}" for place, trait in enumerate(astuple(wanted)) if trait)
    return sorted({zlib.crc32(trait.encode()) % TURNS for trait in traits})


def name_key(name: str) -> str:
    """The name folded, without punctuation and without its legal form; a name that is nothing else keeps it."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = _NOT_A_WORD.sub(" ", _DOTTED.sub("", folded)).split()
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _LATIN_FORMS:
        kept.pop()
    text = " ".join(kept)
    for form in _CHINESE_FORMS:
        if text.endswith(form) and text != form:
            text = text.removesuffix(form).strip()
            break
    return text[:LONGEST_NAME_KEY]


def phone_key(phone: str | None) -> str | None:
    """The digits, without the zeros before; too few digits tell nothing."""
    digits = "".join(str(unicodedata.digit(sign)) for sign in phone or "" if sign.isdigit()).lstrip("0")
    return digits if len(digits) >= SHORTEST_PHONE else None


def domain_key(domain: str | None) -> str | None:
    return domain.casefold().removeprefix("www.") if domain else None


def _squeezed(text: str | None) -> str | None:
    folded = _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", text or "").casefold())
    return folded[:LONGEST_TAX_KEY] or None


def shared_traits(one: Likeness, other: Likeness) -> list[str]:
    """The names of the fields by which the two look the same."""
    return [
        trait
        for trait in ("name", "tax_id", "phone", "domain")
        if getattr(one, trait) and getattr(one, trait) == getattr(other, trait)
    ]


def ensure_past(touched_at: datetime, now: datetime) -> None:
    if touched_at > now:
        raise TouchIsInFuture("A touch that has not happened yet is a plan, not a touch.")


def ensure_two(customer_id: str, duplicate_id: str) -> None:
    if customer_id == duplicate_id:
        raise CustomerIsTheSame("This is one record already.")


def ensure_unrelated(customer_id: str, above: list[str], duplicate_id: str, above_duplicate: list[str]) -> None:
    if duplicate_id in above or customer_id in above_duplicate:
        raise CustomersAreRelated("One of the two belongs to the other; they cannot be the same.")


def ensure_there(merged_into_id: str | None) -> None:
    if merged_into_id is not None:
        raise CustomerIsMerged("This customer was merged into another one meanwhile.")


def ensure_merged_into(customer_id: str, merged_into_id: str | None) -> None:
    if merged_into_id != customer_id:
        raise MergeIsOver("This was undone already.")


def ensure_tree(customer_id: str, ancestors: list[str]) -> None:
    """`ancestors` are the new parent, its parent and so on."""
    if customer_id in ancestors:
        raise CustomerBelongsToItself("A customer cannot belong to itself or to one of its own subsidiaries.")
    if len(ancestors) > DEEPEST_GROUP:
        raise CustomerBelongsToItself(f"A group of companies is at most {DEEPEST_GROUP} levels deep.")
