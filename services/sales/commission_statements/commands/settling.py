"""Having the lines of an account say what its documents earn."""

from datetime import date

from sqlalchemy.orm import Session

from services.sales.commission_plans.queries import CommissionPlan
from services.sales.commission_statements import queries, rules
from services.sales.commission_statements.commands.entering import Book
from services.sales.commission_statements.model import CommissionLine, CreditedDocument
from services.sales.commission_statements.queries import Account
from shared.actor import Actor
from shared.contracts.sales import commission_statements as contract
from shared.ids import new_id


def settle(session: Session, actor: Actor, plan: CommissionPlan, account: Account, since: int) -> None:
    """Have the lines say what the documents earn from this place of the log on."""
    documents = queries.documents_since(session, account, since)
    before = queries.accumulated_before(session, account, since)
    above = rules.accumulated_at([one.counted for one in documents], since, before)
    lines = queries.lines_of(session, documents)
    book = Book(session, actor, plan)
    for document in documents:
        written = lines[document.id]
        if document.id in above and not (document.undone_at is not None and written):
            written = _reckon(book, document, written, document.dues_above(above[document.id]))
        if document.undone_at is not None:
            _reverse(book, document, written, by_undoing=True)
    book.tell()


def _reckon(
    book: Book, document: CreditedDocument, written: list[CommissionLine], dues: list[rules.Due]
) -> list[CommissionLine]:
    """The lines of the document, of which those that stand say these dues."""
    standing = _standing(written)
    if [line.due for line in standing] == dues:
        return written
    _reverse(book, document, written, by_undoing=False)
    earned = [
        _line(document, due, contract.EARNED, document.happened_on, document.source_id, document.source_number)
        for due in dues
    ]
    for line in earned:
        book.enter(line)
    return earned


def _reverse(book: Book, document: CreditedDocument, written: list[CommissionLine], *, by_undoing: bool) -> None:
    """Take back what stands: in the period of what undid the document, or else where it was written."""
    for line in _standing(written):
        opposite = rules.opposite(line.due)
        if by_undoing and document.undone_on is not None:
            cited = (document.undone_on, document.undone_by or document.source_id, document.undone_number)
        else:
            cited = (document.happened_on, document.source_id, document.source_number)
        book.enter(_line(document, opposite, contract.REVERSED, *cited, reverses_id=line.id))


def _standing(written: list[CommissionLine]) -> list[CommissionLine]:
    reversed_ids = {line.reverses_id for line in written}
    return [line for line in written if line.kind == contract.EARNED and line.id not in reversed_ids]


def _line(
    document: CreditedDocument,
    due: rules.Due,
    kind: str,
    happened_on: date,
    source_id: str,
    source_number: str | None,
    *,
    reverses_id: str | None = None,
) -> CommissionLine:
    return CommissionLine(
        id=new_id(),
        document_id=document.id,
        kind=kind,
        happened_on=happened_on,
        source_kind=document.source_kind,
        source_id=source_id,
        source_number=source_number,
        order_id=document.order_id,
        order_number=document.order_number,
        opportunity_id=document.opportunity_id,
        reverses_id=reverses_id,
        **vars(due),
    )
