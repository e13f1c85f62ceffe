"""What is told of the files of a deal: that there is one more or one less, and which of them partners may have."""

from dataclasses import dataclass
from typing import ClassVar

from shared.contracts.sales.opportunities import OpportunityEvent


@dataclass(frozen=True)
class OpportunityFileAttached(OpportunityEvent):
    """The content of a file is there; `changes` has its name."""

    type: ClassVar[str] = "sales.opportunity.file_attached"
    file_id: str


@dataclass(frozen=True)
class OpportunityFileRemoved(OpportunityEvent):
    type: ClassVar[str] = "sales.opportunity.file_removed"
    file_id: str


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
