"""When an agreement may change and who is reminded of its end, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from shared.errors import Conflict, RuleBroken


class AgreementStatus(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    EXPIRED = "expired"
    ENDED = "ended"


S = AgreementStatus
TRANSITIONS: Mapping[str, Mapping[AgreementStatus, AgreementStatus]] = {
    "change": {S.DRAFT: S.DRAFT},
    "activate": {S.DRAFT: S.ACTIVE},
    "renew": {S.ACTIVE: S.ACTIVE, S.EXPIRED: S.ACTIVE},
    "end": {S.ACTIVE: S.ENDED},
}
BY_TIME = (("expire", S.ACTIVE, S.EXPIRED),)


class AgreementCannotDoThis(Conflict):
    """An agreement in this state does not know this step."""

    code = "agreement_state_forbids"


class AgreementCustomerIsUnknown(RuleBroken):
    """An agreement is made with a customer in sight."""

    code = "agreement_customer_unknown"


class AgreementProductIsUnknown(RuleBroken):
    """What is covered is in the catalogue."""

    code = "agreement_product_unknown"


class TermIsBackwards(RuleBroken):
    """An agreement lasts a day at least."""

    code = "agreement_term_backwards"


class TermIsOver(RuleBroken):
    """What would be over at once is not put into force."""

    code = "agreement_term_over"


class RenewalDoesNotExtend(RuleBroken):
    """A renewal lasts longer than what it renews."""

    code = "agreement_renewal_too_short"


class AgreementExternalIdIsTaken(Conflict):
    """It stands for an agreement out of the caller's reach."""

    code = "agreement_external_id_taken"


def next_status(verb: str, status: AgreementStatus) -> AgreementStatus:
    """The state that the verb leads to; raises `AgreementCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        sentence = f"An agreement that is {status} does not let you {verb} it."
        raise AgreementCannotDoThis(sentence, status=status.value) from None


def ensure_term(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise TermIsBackwards("An agreement does not end before it begins.")


def ensure_lasts(ends_on: date, today: date) -> None:
    if ends_on < today:
        raise TermIsOver(f"The term was over on {ends_on}.")


def ensure_extends(before: date, after: date) -> None:
    if after <= before:
        raise RenewalDoesNotExtend(f"A renewal ends after {before}.")


def days_left(ends_on: date, today: date) -> int:
    return (ends_on - today).days


def next_reminder(ends_on: date, thresholds: Iterable[int], today: date) -> date | None:
    """When to remind next of the end, today at the earliest: the nearest threshold that was crossed counts for all
    that were crossed with it, so that nobody is told twice of the same. None after the last.
    """
    days = sorted(set(thresholds))
    crossed = [threshold for threshold in days if _day_of(ends_on, threshold) <= today]
    if crossed:
        return today
    return _day_of(ends_on, days[-1]) if days else None


def reminder_after(ends_on: date, thresholds: Iterable[int], told: int) -> date | None:
    """When to remind of the next threshold below the one that was told of."""
    nearer = [threshold for threshold in thresholds if threshold < told]
    return _day_of(ends_on, max(nearer)) if nearer else None


def threshold_reached(ends_on: date, thresholds: Iterable[int], today: date) -> int | None:
    """The nearest of the thresholds that were crossed."""
    return min((one for one in thresholds if _day_of(ends_on, one) <= today), default=None)


def _day_of(ends_on: date, threshold: int) -> date:
    return date.min if (ends_on - date.min).days < threshold else ends_on - timedelta(days=threshold)
