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
        else:
            _lose(book, document, written)
    book.tell()


def _reckon(
    book: Book, document: CreditedDocument, written: list[CommissionLine], dues: list[rules.Due]
) -> list[CommissionLine]:
    """The lines of the document, of which those that stand say these dues."""
    if [line.due for line in _standing(written) if line.kind == contract.EARNED] == dues:
        return written
    _reverse(book, document, written, by_undoing=False)
    cited = (document.happened_on, document.source_kind, document.source_id, document.source_number)
    earned = [_line(document, due, contract.EARNED, *cited) for due in dues]
    for line in earned:
        book.enter(line)
    return earned


def _reverse(book: Book, document: CreditedDocument, written: list[CommissionLine], *, by_undoing: bool) -> None:
    """Take back what stands: in the period of what undid the document, or else where it was written."""
    for line in _standing(written):
        opposite = rules.opposite(line.due)
        if by_undoing and document.undone_on is not None:
            undone_by = document.undone_by or document.source_id
            cited = (document.undone_on, document.source_kind, undone_by, document.undone_number)
        else:
            cited = (line.happened_on, line.source_kind, line.source_id, line.source_number)
        book.enter(_line(document, opposite, contract.REVERSED, *cited, reverses_id=line.id))


def _lose(book: Book, document: CreditedDocument, written: list[CommissionLine]) -> None:
    """Have as much lost to returns as the document lost, in the period of the return that said so last."""
    standing = _standing(written)
    earned = [line.due for line in standing if line.kind == contract.EARNED]
    lost = [line.due for line in standing if line.kind == contract.RETURNED]
    if document.returned_by is None or document.returned_on is None:
        return
    cited = (document.returned_on, contract.RETURN, document.returned_by, document.returned_number)
    for loss in rules.losses_of(earned, lost, document.returned, document.amount):
        book.enter(_line(document, loss, contract.RETURNED, *cited))


def _standing(written: list[CommissionLine]) -> list[CommissionLine]:
    reversed_ids = {line.reverses_id for line in written}
    return [line for line in written if line.kind != contract.REVERSED and line.id not in reversed_ids]


def _line(
    document: CreditedDocument,
    due: rules.Due,
    kind: str,
    happened_on: date,
    source_kind: str,
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
        source_kind=source_kind,
        source_id=source_id,
        source_number=source_number,
        order_id=document.order_id,
        order_number=document.order_number,
        opportunity_id=document.opportunity_id,
        reverses_id=reverses_id,
        **vars(due),
    )
