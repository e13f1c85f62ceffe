"""What is to be done next about a deal, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

SOON = timedelta(days=7)
"""An offer that ends within this time is followed up."""


@dataclass(frozen=True)
class Action:
    """Something to do; `due_on` is the day by which, if there is one."""

    kind: str
    overdue: bool = False
    due_on: date | None = None
    criterion: str | None = None
    stage: str | None = None
    record_id: str | None = None
    subject: str | None = None


@dataclass(frozen=True)
class Offered:
    """A quotation of the deal."""

    id: str
    number: str
    status: str
    valid_until: date


@dataclass(frozen=True)
class Planned:
    """A visit about the deal that is still to be paid."""

    id: str
    subject: str
    on: date


@dataclass(frozen=True)
class Standing:
    """A stage on the way, with what it demands before it is left."""

    code: str
    exit_criteria: Sequence[str]


@dataclass(frozen=True)
class Deal:
    """What is known of a deal; `known` answers the criteria of stages, `onward` is the next open stage."""

    status: str
    stage: Standing
    onward: str | None
    known: Mapping[str, Any]
    close_date: date | None
    is_ordered: bool
    visits: Sequence[Planned] = ()
    quotations: Sequence[Offered] = ()


def next_actions(deal: Deal, today: date) -> list[Action]:
    """Nothing for a deal that is lost, or won and ordered."""
    if deal.status == "won":
        return [] if deal.is_ordered else [Action("order")]
    if deal.status != "open":
        return []
    found = [*_of_the_deal(deal, today), *_of_visits(deal, today), *_of_quotations(deal, today), *_of_stage(deal)]
    return sorted(found, key=lambda one: (not one.overdue, one.due_on or date.max))


def _of_the_deal(deal: Deal, today: date) -> Iterator[Action]:
    if deal.close_date is not None and deal.close_date < today:
        yield Action("set_close_date", overdue=True, due_on=deal.close_date)


def _of_visits(deal: Deal, today: date) -> Iterator[Action]:
    for visit in deal.visits:
        yield Action("pay_visit", visit.on < today, visit.on, record_id=visit.id, subject=visit.subject)


def _of_quotations(deal: Deal, today: date) -> Iterator[Action]:
    for one in deal.quotations:
        over = one.valid_until < today
        named: dict[str, Any] = {"due_on": one.valid_until, "record_id": one.id, "subject": one.number}
        if one.status == "draft":
            yield Action("send_quotation", over, **named)
        elif one.status == "expired" or (one.status == "sent" and over):
            yield Action("revise_quotation", overdue=True, **named)
        elif one.status == "sent" and one.valid_until <= today + SOON:
            yield Action("follow_up_quotation", **named)


def _of_stage(deal: Deal) -> Iterator[Action]:
    """What the stage still demands; where it demands nothing more, the step onward."""
    missing = [criterion for criterion in deal.stage.exit_criteria if deal.known.get(criterion) in (None, "")]
    for criterion in missing:
        yield Action("meet_criterion", criterion=criterion, stage=deal.stage.code)
    if not missing:
        yield Action("win") if deal.onward is None else Action("advance", stage=deal.onward)
