"""Entering lines in the statements they belong to."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.sales.commission_plans.queries import CommissionPlan, period_of
from services.sales.commission_statements import queries, rules
from services.sales.commission_statements.model import CommissionLine, CommissionStatement
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.fields import money_text
from shared.contracts.sales import commission_statements as contract


@dataclass
class Book:
    """The statements of one plan that lines are entered in. Each that got some is told of once, by `tell`."""

    session: Session
    actor: Actor
    plan: CommissionPlan
    opened: dict[str, CommissionStatement] = field(default_factory=dict)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    entered: dict[str, list[CommissionLine]] = field(default_factory=dict)

    def enter(self, line: CommissionLine) -> None:
        statement = self._statement(line.person_id, *period_of(line.happened_on, self.plan.period))
        statement.enter(line)
        self.session.add(line)
        self.entered[statement.about].append(line)

    def tell(self) -> None:
        for about, statement in self.opened.items():
            told = contract.CommissionStatementEntered(
                commission_statement_id=statement.id,
                record_version=statement.next_version,
                **_facts(statement),
                lines=[_told(line) for line in self.entered[about]],
                changes=changes(self.before[about], _facts(statement)),
            )
            announce(self.session, self.actor, statement, told)

    def _statement(self, person_id: str, starts_on: date, ends_on: date) -> CommissionStatement:
        about = f"{self.plan.id} {person_id} {starts_on}"
        if about not in self.opened:
            kept = queries.statement_about(self.session, self.actor, about)
            self.before[about], self.entered[about] = _facts(kept) if kept else {}, []
            self.opened[about] = kept or self._open(about, person_id, starts_on, ends_on)
        return self.opened[about]

    def _open(self, about: str, person_id: str, starts_on: date, ends_on: date) -> CommissionStatement:
        statement = CommissionStatement(
            about=about,
            plan_id=self.plan.id,
            owner_id=person_id,
            org_unit_id=queries.unit_of(self.session, person_id) or self.plan.org_unit_id,
            starts_on=starts_on,
            ends_on=ends_on,
            currency=self.plan.currency,
            amount=rules.NOTHING,
            created_by=self.actor.user_id,
        )
        self.session.add(statement)
        self.session.flush()
        return statement


def _facts(statement: CommissionStatement) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        **{name: getattr(statement, name) for name in ("plan_id", "owner_id", "org_unit_id", "currency")},
        "starts_on": statement.starts_on.isoformat(),
        "ends_on": statement.ends_on.isoformat(),
        "amount": money_text(statement.amount),
    }


def _told(line: CommissionLine) -> contract.ToldCommission:
    return contract.ToldCommission(
        line_id=line.id,
        kind=line.kind,
        source_kind=line.source_kind,
        source_id=line.source_id,
        source_number=line.source_number,
        order_id=line.order_id,
        basis=money_text(line.basis),
        percent=money_text(line.percent),
        amount=money_text(line.amount),
        reverses_id=line.reverses_id,
    )
