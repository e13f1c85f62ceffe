"""What may happen to an invoice, in plain Python: no database, no wire, no clock."""

from enum import StrEnum

from shared.errors import Conflict


class InvoiceStatus(StrEnum):
    ISSUED = "issued"
    VOID = "void"


class InvoiceIsVoid(Conflict):
    """An invoice is voided once."""

    code = "invoice_is_void"


def ensure_issued(status: InvoiceStatus) -> None:
    if status is not InvoiceStatus.ISSUED:
        raise InvoiceIsVoid("This invoice was voided already.", status=status.value)
