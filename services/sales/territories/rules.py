"""Which territory a customer is placed in, and what a territory may say: no database, no wire, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import takewhile

from shared.errors import Conflict, RuleBroken


class Placement(StrEnum):
    """How a customer stands to the territories: one has it, none claims it, or several of which none goes before."""

    PLACED = "placed"
    UNPLACED = "unplaced"
    CONFLICT = "conflict"


SAYS = (
    "customer_id", "contact_id", "province", "city", "post_code_from", "post_code_to", "region", "industry",
)  # fmt: skip
"""What a rule may ask about, and say."""

_GEOGRAPHY = ("region", "province", "city", "post_code_from")
"""From wide to narrow."""


class TerritoryCodeIsTaken(Conflict):
    """A code stands for one territory."""

    code = "territory_code_taken"


class TerritoryIsInUse(Conflict):
    """What is still in it would be left without a territory that nobody took away. `ties` says what."""

    code = "territory_in_use"


class TerritoriesAreExhausted(Conflict):
    """Nobody oversees more."""

    code = "territories_exhausted"


class TerritoryRuleIsThere(Conflict):
    """The territory says this already."""

    code = "territory_rule_is_there"


class TerritoryHasTooManyRules(Conflict):
    """What so many rules say is better said by a province or a city."""

    code = "territory_rules_exhausted"


class PostCodesAreNoRow(RuleBroken):
    """The first and the last are as long as each other, and in this order."""

    code = "territory_post_codes_no_row"


class SellerIsPlaced(Conflict):
    """This person sells in the territory already."""

    code = "territory_seller_is_placed"


class TerritoryIsFull(Conflict):
    """A territory has only so many sellers."""

    code = "territory_sellers_exhausted"


class SellerIsEverywhere(Conflict):
    """A person sells in only so many territories; wider rights are given by a group."""

    code = "seller_territories_exhausted"


@dataclass(frozen=True)
class Criteria:
    """What a rule asks for. All that it says must hold; a customer or a contact is named alone."""

    customer_id: str | None = None
    contact_id: str | None = None
    province: str | None = None
    city: str | None = None
    post_code_from: str | None = None
    post_code_to: str | None = None
    region: str | None = None
    industry: str | None = None


@dataclass(frozen=True)
class Rule:
    """A rule of a territory. `contact_of` is the customer that the contact whom it names belongs to."""

    id: str
    territory_id: str
    asks: Criteria
    contact_of: str | None = None


@dataclass(frozen=True)
class Traits:
    """What the rules ask about a customer. What names one that was merged into it names it too."""

    customer_id: str
    merged_ids: frozenset[str] = frozenset()
    province: str | None = None
    city: str | None = None
    post_code: str | None = None
    region: str | None = None
    industry: str | None = None

    def with_merged(self, customer_ids: frozenset[str]) -> "Traits":
        return replace(self, merged_ids=customer_ids)

    def is_named(self, customer_id: str | None) -> bool:
        return customer_id is not None and (customer_id == self.customer_id or customer_id in self.merged_ids)


@dataclass(frozen=True)
class Verdict:
    """Where a customer is placed, by which rules; in a conflict, the rules that are at odds."""

    placement: Placement
    territory_id: str | None
    by: tuple[Rule, ...]


def folded(text: str) -> str:
    """As texts are compared: neither blanks nor upper and lower case make a difference."""
    return " ".join(text.split()).casefold()


def bare_post_code(text: str) -> str:
    return text.replace(" ", "").replace("-", "").upper()


def criteria(
    *,
    post_code: str | None = None,
    post_code_from: str | None = None,
    post_code_to: str | None = None,
    **said: str,
) -> Criteria:
    """One beginning of post codes is a row of one. Raises `PostCodesAreNoRow`."""
    first, last = post_code_from or post_code, post_code_to or post_code
    if first is None or last is None:
        return Criteria(**said)
    first, last = bare_post_code(first), bare_post_code(last)
    if len(first) != len(last) or last < first:
        raise PostCodesAreNoRow(f"{first} to {last} is no row of post codes: both are of one length, the lower first.")
    return Criteria(post_code_from=first, post_code_to=last, **said)


def said_by(asks: Criteria) -> str:
    """The same text for rules that ask for the same."""
    told = ((field.name, getattr(asks, field.name)) for field in fields(asks))
    return "\n".join(f"{name}:{folded(value)}" for name, value in told if value is not None)


def key_of(asks: Criteria, contact_of: str | None) -> str:
    """By which one of its customers' keys (`keys_of`) a rule is found: the narrowest thing that it says."""
    if asks.customer_id is not None:
        return f"customer:{asks.customer_id}"
    if asks.contact_id is not None:
        return f"contact_of:{contact_of or ''}"
    if asks.post_code_from and asks.post_code_to:
        return f"post_code:{_shared_beginning(asks)}"
    name = next(one for one in ("city", "province", "region", "industry") if getattr(asks, one))
    return f"{name}:{folded(getattr(asks, name))}"


def keys_of(traits: Traits) -> set[str]:
    """The keys of every rule that may hold for the customer, and of others."""
    ids = (traits.customer_id, *traits.merged_ids)
    keys = {f"{kind}:{one}" for one in ids for kind in ("customer", "contact_of")}
    if traits.post_code:
        bare = bare_post_code(traits.post_code)
        keys |= {f"post_code:{bare[:length]}" for length in range(len(bare) + 1)}
    said = ((name, getattr(traits, name)) for name in ("province", "city", "region", "industry"))
    return keys | {f"{name}:{folded(value)}" for name, value in said if value}


def holds(rule: Rule, traits: Traits) -> bool:
    asks = rule.asks
    if asks.customer_id is not None:
        return traits.is_named(asks.customer_id)
    if asks.contact_id is not None:
        return traits.is_named(rule.contact_of)
    said = ((getattr(asks, name), getattr(traits, name)) for name in ("province", "city", "region", "industry"))
    alike = all(asked is None or (is_ is not None and folded(asked) == folded(is_)) for asked, is_ in said)
    return alike and _in_row(asks, traits.post_code)


def _in_row(asks: Criteria, post_code: str | None) -> bool:
    if asks.post_code_from is None or asks.post_code_to is None:
        return True
    if post_code is None:
        return False
    return asks.post_code_from <= bare_post_code(post_code)[: len(asks.post_code_from)] <= asks.post_code_to


def goes_before(one: Criteria, other: Criteria) -> bool:
    """A named customer goes before a named contact, and that before what customers are. Of those a rule goes before one
    than which it is nowhere wider and somewhere narrower: in geography, or by its industry.
    """
    named, others = _named(one), _named(other)
    if named != others:
        return named > others
    here, there = (_geography(one), one.industry is not None), (_geography(other), other.industry is not None)
    return here != there and here[0] >= there[0] and here[1] >= there[1]


def _named(asks: Criteria) -> int:
    return 2 if asks.customer_id is not None else 1 if asks.contact_id is not None else 0


def _geography(asks: Criteria) -> tuple[int, int, int]:
    """How narrow a rule is on the map: a post code, the longer the narrower, in a city, in a province, in a region; and
    of two that are as narrow, the one that says more.
    """
    said = [rung for rung, name in enumerate(_GEOGRAPHY, start=1) if getattr(asks, name) is not None]
    return max(said, default=0), len(_shared_beginning(asks)), len(said)


def _shared_beginning(asks: Criteria) -> str:
    """How every post code of the row begins."""
    pairs = zip(asks.post_code_from or "", asks.post_code_to or "", strict=True)
    alike = takewhile(lambda pair: pair[0] == pair[1], pairs)
    return "".join(first for first, _ in alike)


def judge(rules: Iterable[Rule], traits: Traits) -> Verdict:
    """Of the rules that hold those count before which no other goes; they place the customer where they all agree."""
    holding = [rule for rule in rules if holds(rule, traits)]
    first = tuple(
        sorted(
            (rule for rule in holding if not any(goes_before(other.asks, rule.asks) for other in holding)),
            key=lambda rule: (rule.territory_id, rule.id),
        )
    )
    claiming = {rule.territory_id for rule in first}
    if len(claiming) == 1:
        return Verdict(Placement.PLACED, claiming.pop(), first)
    return Verdict(Placement.CONFLICT if claiming else Placement.UNPLACED, None, first)


def ensure_room(count: int, most: int) -> None:
    if count >= most:
        raise TerritoriesAreExhausted(f"There are at most {most} territories.")


def ensure_room_for_rules(count: int, more: int, most: int) -> None:
    if count + more > most:
        raise TerritoryHasTooManyRules(f"A territory has at most {most} rules; this one has {count}.")


def ensure_new(said: Sequence[str], there: set[str]) -> None:
    """`said` are the texts of new rules, `there` those of the territory's."""
    known = set(there)
    for text in said:
        if text in known:
            told = text.replace("\n", ", ")
            raise TerritoryRuleIsThere(f"The territory has the rule {told} already.")
        known.add(text)


def ensure_room_for_a_seller(sellers: int, most: int) -> None:
    if sellers >= most:
        raise TerritoryIsFull(f"A territory has at most {most} sellers.")


def ensure_room_for_a_place(places: int, most: int) -> None:
    if places >= most:
        raise SellerIsEverywhere(f"A person sells in at most {most} territories.")


def ensure_empty(ties: Sequence[str]) -> None:
    if ties:
        raise TerritoryIsInUse(f"The territory still has {', '.join(ties)}.", ties=list(ties))
