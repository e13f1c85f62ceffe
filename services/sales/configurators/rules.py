"""Which parts go together, in plain Python: no database, no wire, no clock."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID, uuid5

from shared.errors import Conflict, RuleBroken

CONFIGURATIONS = UUID("6b0d3c1e-52f4-4c57-9a44-0d6f3e8a7b21")
"""The names that ids of configurations are made of."""


class RuleKind(StrEnum):
    REQUIRES = "requires"
    EXCLUDES = "excludes"


class Fault(StrEnum):
    """What can be wrong with a choice beside the two kinds of rules."""

    UNKNOWN_SLOT = "unknown_slot"
    NOT_AN_OPTION = "not_an_option"
    CHOSEN_TWICE = "chosen_twice"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"


class ProductIsNotConfigured(RuleBroken):
    """Parts are chosen of a product that has a configurator, and a configuration is of one product."""

    code = "product_not_configured"


class ProductHasConfigurator(Conflict):
    """A product is configured in one way; change the configurator that it has."""

    code = "product_has_configurator"


class SlotIsNamedTwice(RuleBroken):
    """Each slot of a product has a code of its own."""

    code = "configurator_slot_named_twice"


class SlotCannotBeFilled(RuleBroken):
    """A slot asks for no more parts than it takes and than there are options for it."""

    code = "configurator_slot_cannot_be_filled"


class PartStandsTwice(RuleBroken):
    """A part is an option of one slot, once, and never the product itself: rules could not tell which is meant."""

    code = "configurator_part_stands_twice"


class RuleNamesNoPart(RuleBroken):
    """A rule is about parts that can be chosen, and never about a part and itself."""

    code = "configurator_rule_names_no_part"


class ConfigurationIsIncompatible(RuleBroken):
    """The chosen parts do not go together. `conflicts` tells each reason with its explanation."""

    code = "configuration_incompatible"


@dataclass(frozen=True)
class Slot:
    """A place in the product; between `least` and `most` of the options go there."""

    code: str
    name: str
    least: int
    most: int
    options: list[str]


@dataclass(frozen=True)
class Rule:
    """With the part `product_id` goes at least one of the `others`, or none of them."""

    kind: str
    product_id: str
    others: list[str]
    explanation: str


@dataclass(frozen=True)
class Choice:
    """A part for a slot."""

    slot: str
    product_id: str


def configuration_id(product_id: str, choices: Iterable[Choice]) -> str:
    """What the product built of these parts is known by: the same parts give the same id, in whatever order they were
    chosen and whenever.
    """
    parts = sorted(f"{choice.slot}={choice.product_id}" for choice in choices)
    return str(uuid5(CONFIGURATIONS, "\n".join([product_id, *parts])))


@dataclass(frozen=True)
class Clash:
    """One reason why a choice does not hold. `others` are the parts that are missing, or that do not go with it."""

    kind: str
    explanation: str
    slot: str | None = None
    product_id: str | None = None
    others: list[str] = field(default_factory=list)


def ensure_whole(product_id: str, slots: Sequence[Slot], rules: Sequence[Rule]) -> None:
    """Raises what keeps the slots and rules of a product from being a configurator."""
    codes = Counter(slot.code for slot in slots)
    for slot in slots:
        if codes[slot.code] > 1:
            raise SlotIsNamedTwice(f"There are two slots {slot.code}.", slot=slot.code)
        if slot.least > min(slot.most, len(slot.options)):
            raise SlotCannotBeFilled(f"{slot.name}: nobody can choose at least {slot.least} there.", slot=slot.code)
    parts = Counter([product_id, *(option for slot in slots for option in slot.options)])
    twice = sorted(part for part, times in parts.items() if times > 1)
    if twice:
        raise PartStandsTwice("A part stands in one slot, once.", product_ids=twice)
    for rule in rules:
        _ensure_about_parts(rule, parts.keys() - {product_id})


def _ensure_about_parts(rule: Rule, parts: set[str]) -> None:
    unknown = sorted({rule.product_id, *rule.others} - parts)
    if unknown:
        raise RuleNamesNoPart("A rule names what is no option of any slot.", product_ids=unknown)
    if rule.product_id in rule.others:
        raise RuleNamesNoPart("A rule is about a part and others.", product_ids=[rule.product_id])


def are_compatible(slots: Sequence[Slot], rules: Sequence[Rule], choices: Sequence[Choice]) -> bool:
    return not _clashes(slots, rules, choices)


def _clashes(slots: Sequence[Slot], rules: Sequence[Rule], choices: Sequence[Choice]) -> list[Clash]:
    return [*_misplaced(slots, choices), *_miscounted(slots, choices), *_broken(rules, choices)]


def ensure_compatible(slots: Sequence[Slot], rules: Sequence[Rule], choices: Sequence[Choice]) -> None:
    """Raises `ConfigurationIsIncompatible` with all that is wrong, so that nobody has to try part by part."""
    clashes = _clashes(slots, rules, choices)
    if clashes:
        told = [vars(clash) for clash in clashes]
        raise ConfigurationIsIncompatible("The chosen parts do not go together.", conflicts=told)


def _misplaced(slots: Sequence[Slot], choices: Sequence[Choice]) -> Iterator[Clash]:
    by_code = {slot.code: slot for slot in slots}
    for choice, times in Counter(choices).items():
        slot, part = by_code.get(choice.slot), choice.product_id
        if slot is None:
            yield Clash(Fault.UNKNOWN_SLOT, f"The product has no slot {choice.slot}.", choice.slot, part)
        elif part not in slot.options:
            yield Clash(Fault.NOT_AN_OPTION, f"{slot.name}: this part does not fit there.", slot.code, part)
        elif times > 1:
            yield Clash(Fault.CHOSEN_TWICE, f"{slot.name}: this part is chosen {times} times.", slot.code, part)


def _miscounted(slots: Sequence[Slot], choices: Sequence[Choice]) -> Iterator[Clash]:
    chosen = Counter(choice.slot for choice in choices)
    for slot in slots:
        count = chosen[slot.code]
        if count < slot.least:
            sentence = f"{slot.name}: choose at least {slot.least}, not {count}."
            yield Clash(Fault.TOO_FEW, sentence, slot=slot.code, others=slot.options)
        elif count > slot.most:
            yield Clash(Fault.TOO_MANY, f"{slot.name}: choose at most {slot.most}, not {count}.", slot=slot.code)


def _broken(rules: Sequence[Rule], choices: Sequence[Choice]) -> Iterator[Clash]:
    slot_of = {choice.product_id: choice.slot for choice in choices}
    for rule in rules:
        if rule.product_id not in slot_of:
            continue
        met = [other for other in rule.others if other in slot_of]
        if bool(met) != (rule.kind == RuleKind.REQUIRES):
            yield Clash(rule.kind, rule.explanation, slot_of[rule.product_id], rule.product_id, met or rule.others)
