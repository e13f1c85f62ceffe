"""What a file must be, and who may have it, in plain Python."""

from shared.errors import Conflict, Forbidden, RuleBroken


class FilesAreForColleagues(Forbidden):
    """Files on our records are for the house; they are never shown to the customer."""

    code = "files_are_internal"


class FileIsThere(Conflict):
    """The content of a file is sent once; another content is another file."""

    code = "file_uploaded"


class FileIsMissing(Conflict):
    """The file was announced, and its content has not come yet."""

    code = "file_not_uploaded"


class TooManyFiles(Conflict):
    """A record is no archive."""

    code = "too_many_files"


class FileIsTooLarge(RuleBroken):
    """Larger than any file may be."""

    code = "file_too_large"


class FileIsForPartners(Conflict):
    """The file is open to partners already."""

    code = "file_for_partners"


class FileIsNotForPartners(Conflict):
    """The file is not open to partners."""

    code = "file_not_for_partners"


def ensure_closed_to_partners(is_open: bool) -> None:
    if is_open:
        raise FileIsForPartners("Partners who see the deal may have this file already.")


def ensure_open_to_partners(is_open: bool) -> None:
    if not is_open:
        raise FileIsNotForPartners("Partners do not have this file.")


def ensure_colleague(customer_id_of_caller: str | None) -> None:
    if customer_id_of_caller is not None:
        raise FilesAreForColleagues("These files are between colleagues.")


def ensure_empty(size: int | None) -> None:
    if size is not None:
        raise FileIsThere("The content of this file is there already.")


def ensure_there(size: int | None) -> None:
    if size is None:
        raise FileIsMissing("The content of this file has not been sent yet.")


def ensure_room(files: int, most: int) -> None:
    if files >= most:
        raise TooManyFiles(f"There are {files} files already.")


def ensure_size(size: int, largest: int) -> None:
    if size > largest:
        raise FileIsTooLarge(f"A file has at most {largest} bytes.")
