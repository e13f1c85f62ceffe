"""What holds for a person, in plain Python: no database, no wire, no clock."""

import re
import unicodedata

from shared.errors import Conflict, Forbidden, RuleBroken

PERSON, SERVICE = "person", "service"
_LOGIN = re.compile(r"[a-z0-9._-]{1,64}")


class LoginIsMalformed(RuleBroken):
    """A login has a form of its own: small letters, digits, dot, dash and underscore."""

    code = "login_is_malformed"


class LoginIsTaken(Conflict):
    """A login belongs to one person."""

    code = "login_is_taken"


class PersonStandsThereAlready(Conflict):
    """The person stands in this unit already."""

    code = "person_stands_there_already"


class PersonSpeaksForThemAlready(Conflict):
    """The person speaks for this customer already."""

    code = "person_speaks_for_them_already"


class PersonWouldReportToSelf(RuleBroken):
    """Nobody is their own superior, directly or through others."""

    code = "person_would_report_to_self"


class SuperiorIsInactive(Conflict):
    """Nobody reports to a person whose access is closed."""

    code = "superior_is_inactive"


class ChainIsTooLong(RuleBroken):
    """The chain of superiors is as long as it can be."""

    code = "chain_of_superiors_is_too_long"


class PersonIsInactive(Conflict):
    """The person's access is closed."""

    code = "person_is_inactive"


class PersonIsActive(Conflict):
    """The person's access is open already."""

    code = "person_is_active"


class MayNotDeactivateSelf(Conflict):
    """Nobody closes their own access."""

    code = "may_not_deactivate_self"


class UnknownGroup(RuleBroken):
    """There is no group with this code."""

    code = "unknown_group"


class UnknownPosition(RuleBroken):
    """A file names a position that there is not; set it up first: POST /v1/positions."""

    code = "unknown_position"


class UnknownTimeZone(RuleBroken):
    """There is no time zone of this name."""

    code = "unknown_time_zone"


class ServiceAccountHasNoPassword(Conflict):
    """Programs sign in by tokens, never by a password."""

    code = "service_account_has_no_password"


class WrongPassword(Forbidden):
    """The old password is not right."""

    code = "wrong_password"


class PasswordIsTheOldOne(RuleBroken):
    """The new password differs from the old one."""

    code = "password_is_the_old_one"


def normal_login(text: str) -> str:
    """The one way a login is written: compatibility forms folded (full-width letters, say), in lower case."""
    return unicodedata.normalize("NFKC", text).lower().strip()


def is_login(normal: str) -> bool:
    return _LOGIN.fullmatch(normal) is not None


def ensure_login(login: str) -> str:
    """The login in its normal form; letters of other scripts that look like Latin ones are refused."""
    normal = normal_login(login)
    if not is_login(normal):
        raise LoginIsMalformed("A login has 1 to 64 letters a to z, digits, dots, hyphens and underscores.")
    return normal


def ensure_signs_in(kind: str) -> None:
    if kind == SERVICE:
        raise ServiceAccountHasNoPassword("A service account signs in with its tokens; it has no password.")


def ensure_not_below(path: str, superior_path: str) -> None:
    """Nobody reports to themselves or to someone who reports to them."""
    if superior_path.startswith(path):
        raise PersonWouldReportToSelf("A person cannot report to themselves, nor to anybody who reports to them.")


def ensure_fits(length: int, longest: int) -> None:
    if length > longest:
        raise ChainIsTooLong("The chain of superiors would be too long.")


def ensure_superior_is_active(active: bool) -> None:
    if not active:
        raise SuperiorIsInactive("The superior's access is closed.")


def ensure_somebody_else(person_id: str, actor_id: str) -> None:
    if person_id == actor_id:
        raise MayNotDeactivateSelf("You cannot close your own access.")


def ensure_time_zone(name: str, known: bool) -> None:
    if not known:
        raise UnknownTimeZone(f"There is no time zone {name}.")
