"""The public routes of files on activities, contacts, customers, expenses, opportunities and orders."""

from collections.abc import Callable
from typing import Any

from flask import Response

from gateway.http.door import Door
from gateway.http.downloads import send_bundle, send_stored
from gateway.http.routes import Routes
from shared.contracts.newest import NewestQuery
from shared.contracts.sales import activities, contacts, customers, expenses, opportunities, orders
from shared.contracts.sales import attachments as contract

routes = Routes(
    "attachments", service="sales", tag="Files", about="Files of any kind on a record of sales.", for_partners=False
)

OCTETS = "application/octet-stream"
ZIP = "application/zip"


def _download_of(one: str, right: str) -> Callable[..., Response]:
    def download(door: Door, **path: Any) -> Response:
        """The file itself, for whoever may see its record."""
        return send_stored(door, right, f"open_{one}_file", service="sales", **path)

    download.__name__ = f"download_{one}_file"
    return download


def download_order_bundle(door: Door, **path: Any) -> Response:
    """The order as JSON and all files on it in one archive, for whoever may see the order."""
    return send_bundle(door, orders.READ, "open_order_bundle", service="sales", record="order", **path)


def _declare(plural: str, one: str, read: str, change: str) -> None:
    """A file is announced, then its content is sent; it is read by who sees the record, changed by who edits it."""
    files = f"/v1/{plural}/<{one}_id>/files"
    routes.act(
        files,
        rpc=f"attach_{one}_file",
        right=change,
        takes=contract.AttachFile,
        gives=contract.AttachmentView,
        status=201,
        about="Name the file; its content follows at the address of the file.",
    )
    routes.report(
        files,
        rpc=f"list_{one}_files",
        right=read,
        takes_query=NewestQuery,
        gives=contract.AttachmentsView,
        refuses=(404,),
        about="The files of this record, the newest first.",
    )
    routes.upload(
        f"{files}/<file_id>/content",
        rpc=f"upload_{one}_file",
        right=change,
        gives=contract.AttachmentView,
        uploads=(OCTETS,),
        largest_body=contract.LARGEST_FILE,
        about="The content as the body itself, once, whatever kind of file it is.",
    )
    routes.serve(
        f"{files}/<file_id>/content",
        _download_of(one, read),
        right=read,
        media_type=OCTETS,
        refuses=(404, 409),
        about="The content, as an attachment, a piece at a time.",
    )
    routes.remove(f"{files}/<file_id>", rpc=f"remove_{one}_file", right=change)


_declare("activities", "activity", activities.READ, activities.CHANGE)
_declare("contacts", "contact", contacts.READ, contacts.CHANGE)
_declare("customers", "customer", customers.READ, customers.CHANGE)
_declare("expenses", "expense", expenses.READ, expenses.CHANGE)
_declare("opportunities", "opportunity", opportunities.READ, opportunities.CHANGE)
_declare("orders", "order", orders.READ, orders.CHANGE)
routes.serve(
    "/v1/orders/<order_id>/bundle",
    download_order_bundle,
    right=orders.READ,
    media_type=ZIP,
    refuses=(404,),
    about="The order as JSON with all files on it, in one archive.",
)
