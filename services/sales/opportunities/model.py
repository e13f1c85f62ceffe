"""The opportunity as the sales database keeps it, and the only ways it changes."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Date, Index, String
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.contacts.queries import NamedContact
from services.sales.customers.queries import NamedCustomer
from services.sales.opportunities import rules
from services.sales.opportunities.rules import OpportunityStatus
from services.sales.persistence import Base
from services.sales.products.queries import NamedProduct
from services.sales.stages.queries import Ladder
from shared.clock import now, today
from shared.contracts.sales import opportunities as contract
from shared.custom_fields import Customised
from shared.persistence.cells import Cell, Kept, keep_in
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money, UtcTime


class Opportunity(Customised, OwnedRecord, Base):
    """`probability` is in percent and follows the stage unless overridden; `weighted_amount` always goes with both."""

    __tablename__ = "opportunities"
    entity = contract.ENTITY
    __table_args__ = (
        Index("ix_opportunities_owner_created", "owner_id", "created_at"),
        Index("ix_opportunities_updated", "updated_at", "id"),
        Index("ix_opportunities_unit_created", "org_unit_id", "created_at"),
        Index("ix_opportunities_status_created", "status", "created_at"),
        Index("ix_opportunities_created", "created_at", "id"),
        Index("ix_opportunities_stage_amount", "stage", "amount"),
        Index("ix_opportunities_owner_amount", "owner_id", "amount"),
        Index("ix_opportunities_amount", "amount", "id"),
        Index("ix_opportunities_weighted", "weighted_amount", "id"),
        Index("ix_opportunities_close_date", "expected_close_date", "id"),
        Index("ix_opportunities_next_step", "next_step_on", "id"),
        Index("ix_opportunities_closed", "closed_at", "id"),
        Index("ix_opportunities_name", "name", "id"),
        Index("ix_opportunities_customer_created", "customer_id", "created_at"),
        Index("ix_opportunities_contact_created", "contact_id", "created_at"),
        Index("ix_opportunities_description", "description", "id"),
        Index("ix_opportunities_stage", "stage", "id"),
        Index("ix_opportunities_status", "status", "id"),
        Index("ix_opportunities_probability", "probability", "id"),
        Index("ix_opportunities_touched", "last_touch_at", "id"),
        Index("ix_opportunities_deal_registration", "deal_registration_id", unique=True),
    )
    shareable = True

    number: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    contact_id: Mapped[str | None] = mapped_column(Id, default=None)
    product_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    description: Mapped[str | None] = mapped_column(String(500), default=None)
    stage: Mapped[str] = mapped_column(String(40))
    stage_before_close: Mapped[str | None] = mapped_column(String(40), default=None)
    status: Mapped[str] = mapped_column(String(10), default=OpportunityStatus.OPEN)
    amount: Mapped[Decimal | None] = mapped_column(Money, default=None)
    weighted_amount: Mapped[Decimal | None] = mapped_column(Money, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    probability: Mapped[int] = mapped_column()
    probability_overridden: Mapped[bool] = mapped_column(default=False)
    expected_close_date: Mapped[date | None] = mapped_column(Date, default=None)
    engaged_on: Mapped[date | None] = mapped_column(Date, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    source: Mapped[str | None] = mapped_column(String(100), default=None)
    channel: Mapped[str] = mapped_column(String(20), default="direct")
    next_step: Mapped[str | None] = mapped_column(String(500), default=None)
    next_step_on: Mapped[date | None] = mapped_column(Date, default=None)
    lost_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    winner_competitor: Mapped[str | None] = mapped_column(String(200), default=None)
    last_touch_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)
    deal_registration_id: Mapped[str | None] = mapped_column(Id, default=None)

    customer: Mapped[NamedCustomer | None] = relationship(
        primaryjoin=lambda: foreign(Opportunity.customer_id) == NamedCustomer.id, viewonly=True, lazy="joined"
    )
    contact: Mapped[NamedContact | None] = relationship(
        primaryjoin=lambda: foreign(Opportunity.contact_id) == NamedContact.id, viewonly=True, lazy="joined"
    )
    product: Mapped[NamedProduct | None] = relationship(
        primaryjoin=lambda: foreign(Opportunity.product_id) == NamedProduct.id, viewonly=True, lazy="joined"
    )

    @property
    def customer_name(self) -> str | None:
        return self.customer.name if self.customer else None

    @property
    def contact_name(self) -> str | None:
        return self.contact.name if self.contact else None

    def edit(self, fields: dict[str, Any]) -> None:
        self._step("change")
        for name, value in fields.items():
            setattr(self, name, value)
        self._weigh()

    def ensure_open(self) -> None:
        """Raises `OpportunityCannotDoThis` for a deal that is won or lost: what belongs to it stays as it was then."""
        rules.next_status("change", OpportunityStatus(self.status))

    def override_probability(self, probability: int) -> None:
        self._step("change")
        self.probability, self.probability_overridden = probability, True
        self._weigh()

    def follow_stage(self, ladder: Ladder) -> None:
        self.probability, self.probability_overridden = ladder.at(self.stage).success_rate, False
        self._weigh()

    def advance(self, ladder: Ladder, stage: str) -> None:
        self._step("advance")
        target = ladder.open_at(stage)
        rules.ensure_may_advance(self.stage, stage, ladder.left_between(self.stage, stage), self.known())
        self.stage = target.code
        if not self.probability_overridden:
            self.probability = target.success_rate
        self._weigh()

    def win(self, amount: Decimal | None, closed_on: date | None) -> None:
        rules.ensure_not_future(closed_on, today())
        self._step("win")
        if amount is not None:
            self.amount = amount
        rules.ensure_won_amount(self.amount)
        self._close(100, closed_on)

    def lose(self, reason: str, competitor: str | None) -> None:
        self._step("lose")
        self.lost_reason, self.winner_competitor = reason, competitor
        self._close(0, None)

    def reopen(self, ladder: Ladder) -> None:
        self._step("reopen")
        self.stage = self.stage_before_close or ladder.first.code
        self.stage_before_close = self.closed_at = self.lost_reason = self.winner_competitor = None
        self.follow_stage(ladder)

    def put_back(self, fields: dict[str, Any]) -> None:
        """What a job had changed, as it was before; the job had gone through the steps, so this need not."""
        stage = self.stage
        for name, value in fields.items():
            setattr(self, name, value)
        closed = self.status != OpportunityStatus.OPEN
        self.stage_before_close = (self.stage_before_close or stage) if closed else None
        self._weigh()

    def touch(self, at: datetime) -> None:
        """The last touch is the latest one, in whatever order they are told; a closed deal is touched too."""
        self.last_touch_at = max(at, self.last_touch_at) if self.last_touch_at else at

    def agree_next_step(self, next_step: str, next_step_on: date | None) -> None:
        """What was agreed with the customer; a deal that is closed has no next step."""
        if self.status == OpportunityStatus.OPEN:
            self.next_step, self.next_step_on = next_step, next_step_on

    def hand_over(self, owner_id: str, org_unit_id: str) -> None:
        self._step("transfer")
        if owner_id == self.owner_id:
            raise rules.OwnerIsTheSame("This person owns the deal already.")
        self.owner_id, self.org_unit_id = owner_id, org_unit_id

    def _close(self, probability: int, closed_on: date | None) -> None:
        self.stage_before_close, self.stage = self.stage, str(self.status)
        self.probability, self.probability_overridden = probability, False
        self.closed_at = now() if closed_on is None else midnight(closed_on)
        self._weigh()

    def _weigh(self) -> None:
        self.weighted_amount = rules.weighted(self.amount, self.probability)

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, OpportunityStatus(self.status))

    def known(self) -> dict[str, Any]:
        """What the exit criteria of stages may ask for."""
        return {
            "amount": self.amount,
            "customer": self.customer_id,
            "product": self.product_id,
            "expected_close_date": self.expected_close_date,
            "engaged_on": self.engaged_on,
            "next_step": self.next_step,
        }


class OpportunityCell(Cell, Base):
    """The deals of one person in one unit, status, stage and currency, counted and summed."""

    __tablename__ = "opportunity_cells"
    __table_args__ = (Index("ix_opportunity_cells_owner", "owner_id"),)

    org_unit_id: Mapped[str] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id, primary_key=True)
    status: Mapped[str] = mapped_column(String(10), primary_key=True)
    stage: Mapped[str] = mapped_column(String(40), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    amount_high: Mapped[int] = mapped_column(BigInteger)
    amount_low: Mapped[int] = mapped_column(BigInteger)
    weighted_amount_high: Mapped[int] = mapped_column(BigInteger)
    weighted_amount_low: Mapped[int] = mapped_column(BigInteger)


class OpportunityUnitCell(Cell, Base):
    """As `OpportunityCell`, of all people of a unit: a fifth of the cells for whoever reaches whole units."""

    __tablename__ = "opportunity_unit_cells"

    org_unit_id: Mapped[str] = mapped_column(Id, primary_key=True)
    status: Mapped[str] = mapped_column(String(10), primary_key=True)
    stage: Mapped[str] = mapped_column(String(40), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    amount_high: Mapped[int] = mapped_column(BigInteger)
    amount_low: Mapped[int] = mapped_column(BigInteger)
    weighted_amount_high: Mapped[int] = mapped_column(BigInteger)
    weighted_amount_low: Mapped[int] = mapped_column(BigInteger)


class OpportunityCurrencyCell(Cell, Base):
    """As `OpportunityUnitCell`, of all statuses and stages: what is counted and summed where nobody asks for these."""

    __tablename__ = "opportunity_currency_cells"

    org_unit_id: Mapped[str] = mapped_column(Id, primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    amount_high: Mapped[int] = mapped_column(BigInteger)
    amount_low: Mapped[int] = mapped_column(BigInteger)
    weighted_amount_high: Mapped[int] = mapped_column(BigInteger)
    weighted_amount_low: Mapped[int] = mapped_column(BigInteger)


GRAINS = (OpportunityCurrencyCell, OpportunityUnitCell, OpportunityCell)
SUMMED = ("amount", "weighted_amount")
KEPT = tuple(
    Kept(
        grain.__tablename__,
        Opportunity.__tablename__,
        tuple(column.name for column in grain.__table__.primary_key),
        SUMMED,
    )
    for grain in GRAINS
)
keep_in(Base.metadata, *KEPT)


def midnight(day: date) -> datetime:
    """The moment that stands for a day of which the hour is not known."""
    return datetime.combine(day, time(), UTC)


class KeyedOpportunity(Base):
    """A deal by its key, for the records that name it, and by what decides who may see it."""

    __table__ = Opportunity.__table__
    __mapper_args__ = {"include_properties": ["id", "external_id", "customer_id", "owner_id", "org_unit_id"]}
    shared_as, shareable, customer_key = "opportunity", Opportunity.shareable, Opportunity.customer_key
    territory_key = Opportunity.territory_key
    if TYPE_CHECKING:
        id: Mapped[str]
        external_id: Mapped[str | None]


class NamedOpportunity(Base):
    """A deal by its names and by where it stands, for the records that show it."""

    __table__ = Opportunity.__table__
    __mapper_args__ = {"include_properties": ["id", "number", "name", "stage", "status"]}
    if TYPE_CHECKING:
        id: Mapped[str]
        number: Mapped[str]
        name: Mapped[str]
        stage: Mapped[str]
        status: Mapped[str]


class LostOpportunity(Base):
    """A deal by who won it in our place, for the competitors in it."""

    __table__ = Opportunity.__table__
    __mapper_args__ = {"include_properties": ["id", "winner_competitor"]}
    if TYPE_CHECKING:
        id: Mapped[str]
        winner_competitor: Mapped[str | None]
