"""How an import goes from a draft to its end, in plain Python."""

from enum import StrEnum

from shared.errors import Conflict, Forbidden, Malformed, NotFound, RuleBroken


class ImportStatus(StrEnum):
    DRAFT = "draft"
    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


AT_WORK = frozenset({ImportStatus.CHECKING, ImportStatus.RUNNING})
WAITING = frozenset({ImportStatus.DRAFT, ImportStatus.UPLOADED})
_READY = frozenset({ImportStatus.UPLOADED, ImportStatus.CHECKED, ImportStatus.FAILED, ImportStatus.CANCELLED})
MAY = {
    "upload": frozenset({ImportStatus.DRAFT, ImportStatus.UPLOADED, ImportStatus.CHECKED}),
    "rehearse": frozenset({ImportStatus.UPLOADED, ImportStatus.CHECKED}),
    "run": _READY,
    "cancel": AT_WORK,
}


class ImportIsElsewhere(Conflict):
    """The verb does not fit the status: nothing uploaded yet, at work, or over."""

    code = "import_in_wrong_status"


class ImportOfAnother(Forbidden):
    """An import is taken with the rights of whoever made it, so nobody else may give it a file or let it run."""

    code = "import_of_another"


class FileIsUnreadable(Malformed):
    """It is neither UTF-8 nor GBK, or no table with a head."""

    code = "import_file_unreadable"


class ColumnIsUnknown(Malformed):
    """The mapping of an import names a column that the file does not have."""

    code = "import_column_unknown"


class FileIsGone(NotFound):
    """The file was uploaded before files were kept, or was removed."""

    code = "import_file_gone"


class FileIsEmpty(RuleBroken):
    """The file of an import has a heading and at least one row."""

    code = "import_file_empty"


class PasswordIsNotForThese(RuleBroken):
    """Only people sign in."""

    code = "import_takes_no_password"


class ImportLostItsPassword(RuleBroken):
    """The run was cut short, and the first password is kept nowhere: run it again with the password."""

    code = "import_password_lost"


def ensure_own(maker_id: str, caller_id: str) -> None:
    if maker_id != caller_id:
        raise ImportOfAnother("Somebody else made this import, and it would be taken with their rights; make your own.")


def ensure_may(verb: str, status: str) -> None:
    if status not in MAY[verb]:
        raise ImportIsElsewhere(f"An import that is {status} cannot {verb}.", status=status)


def ensure_begun(status: str) -> None:
    if status in WAITING:
        raise ImportIsElsewhere(f"An import that is {status} has no results yet; run it first.", status=status)
