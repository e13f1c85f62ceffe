"""When a campaign may change and when its form is open, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from shared.errors import Conflict, RuleBroken


class CampaignStatus(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


TRANSITIONS: Mapping[str, Mapping[CampaignStatus, CampaignStatus]] = {
    "launch": {CampaignStatus.PLANNED: CampaignStatus.RUNNING},
    "finish": {CampaignStatus.RUNNING: CampaignStatus.FINISHED},
    "cancel": {
        CampaignStatus.PLANNED: CampaignStatus.CANCELLED,
        CampaignStatus.RUNNING: CampaignStatus.CANCELLED,
    },
}


class CampaignCannotDoThis(Conflict):
    """A campaign in this state does not know this step."""

    code = "campaign_state_forbids"


class CampaignIsOver(Conflict):
    """What is finished or cancelled stays as it was, so that its result can be compared."""

    code = "campaign_is_over"


class PeriodIsBackwards(RuleBroken):
    """A campaign does not end before it starts."""

    code = "campaign_period_backwards"


class PeriodHasPassed(RuleBroken):
    """A campaign whose last day lies behind cannot be launched."""

    code = "campaign_period_passed"


class CurrencyIsFixed(RuleBroken):
    """The value of leads was added up in the campaign's currency."""

    code = "campaign_currency_fixed"


class CampaignExternalIdIsTaken(Conflict):
    """It stands for a campaign out of the caller's reach."""

    code = "campaign_external_id_taken"


def next_status(verb: str, status: CampaignStatus) -> CampaignStatus:
    """The state that the verb leads to; raises `CampaignCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise CampaignCannotDoThis(f"A campaign that is {status} cannot {verb}.", status=status.value) from None


def ensure_editable(status: CampaignStatus) -> None:
    if status in (CampaignStatus.FINISHED, CampaignStatus.CANCELLED):
        raise CampaignIsOver(f"A campaign that is {status} cannot be edited.", status=status.value)


def ensure_period(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise PeriodIsBackwards("A campaign cannot end before it starts.")


def ensure_not_passed(ends_on: date | None, on: date) -> None:
    if ends_on and ends_on < on:
        raise PeriodHasPassed(f"The campaign's last day, {ends_on}, has passed; change it first.")


def ensure_currency(current: str, wanted: str, leads_count: int) -> None:
    if wanted != current and leads_count:
        raise CurrencyIsFixed(f"The campaign has leads valued in {current} already.")


def is_form_open(status: CampaignStatus, starts_on: date | None, ends_on: date | None, on: date) -> bool:
    """While the campaign runs and within its dates, both days included."""
    begun = starts_on is None or starts_on <= on
    over = ends_on is not None and ends_on < on
    return status is CampaignStatus.RUNNING and begun and not over
