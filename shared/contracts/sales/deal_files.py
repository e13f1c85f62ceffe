"""What is told of the files of a deal that are for partners."""

from dataclasses import dataclass
from typing import ClassVar

from shared.contracts.sales.opportunities import OpportunityEvent


@dataclass(frozen=True)
class OpportunityFileOpened(OpportunityEvent):
    """The people of partners who see the deal may have the file; `changes` has its name."""

    type: ClassVar[str] = "sales.opportunity.file_opened"
    file_id: str


@dataclass(frozen=True)
class OpportunityFileClosed(OpportunityEvent):
    """Partners may have the file no longer."""

    type: ClassVar[str] = "sales.opportunity.file_closed"
    file_id: str
