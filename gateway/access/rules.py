"""What grants add up to, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from shared import field_limits
from shared.actor import Actor, Reach
from shared.errors import Forbidden
from shared.rights import (
    ABOUT_ONESELF,
    OWN_CREDENTIALS,
    OWN_CREDENTIALS_ANYHOW,
    SIGNED_IN_ANYHOW,
    includes,
    narrowed,
    noun_in,
    read_right,
)

ONESELF = frozenset({Reach.OWN})
INTERNAL = "internal"
ANYHOW = frozenset({SIGNED_IN_ANYHOW, OWN_CREDENTIALS_ANYHOW})
CREDENTIALS = frozenset({OWN_CREDENTIALS, OWN_CREDENTIALS_ANYHOW})


class Granted(Protocol):
    """A right, or a pattern of rights, that somebody holds."""

    @property
    def pattern(self) -> str: ...

    @property
    def reach(self) -> Reach: ...

    @property
    def fields(self) -> tuple[str, ...]: ...


class Standing(Protocol):
    """Where a person stands in the organisation."""

    @property
    def login(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def unit_id(self) -> str: ...

    @property
    def unit_path(self) -> str: ...

    @property
    def person_path(self) -> str: ...

    @property
    def customer_id(self) -> str | None: ...


class RightMissing(Forbidden):
    """None of the caller's groups grants the right that this operation needs; `right` names it."""

    code = "right_missing"


class ScopeTooNarrow(Forbidden):
    """The person may, but this token of theirs was made for less."""

    code = "scope_too_narrow"


class PasswordChangeRequired(Forbidden):
    """Whoever got their password from somebody else changes it first."""

    code = "password_change_required"


class SecondFactorMissing(Forbidden):
    """A group demands a second factor, and the caller has not enrolled one yet."""

    code = "second_factor_enrolment_required"


class SignInOneself(Forbidden):
    """A token made for a program does not make others, and does not change how the person signs in."""

    code = "sign_in_yourself"


class InternalOnly(Forbidden):
    """People of partners work with records; what runs the house is closed to them."""

    code = "internal_only"


def reaches_of(right: str, grants: Iterable[tuple[str, str]]) -> frozenset[Reach]:
    """How far pairs of a pattern and a reach let this right extend; empty for a right that is not granted."""
    if right in ABOUT_ONESELF:
        return ONESELF
    return frozenset(Reach(reach) for pattern, reach in grants if includes(pattern, right))


def ensure_password_is_own(right: str, must_change_password: bool) -> None:
    """Somebody whose password another set may first of all change it."""
    if must_change_password and right not in ANYHOW:
        raise PasswordChangeRequired("Change your password first: POST /v1/me/password.")


def ensure_second_factor(right: str, owes: bool) -> None:
    """`owes` is true where a group demands a second factor of somebody who has none."""
    if owes and right not in ANYHOW:
        raise SecondFactorMissing("A group of yours demands a second factor: POST /v1/me/second-factor.")


def ensure_signed_in_oneself(right: str, by_oneself: bool) -> None:
    """`by_oneself` is true of the token or session that a password was given for."""
    if right in CREDENTIALS and not by_oneself:
        raise SignInOneself("Sign in with your password for this: POST /v1/tokens or /v1/sessions.")


def ensure_may_enter(for_partners: bool, realm: str) -> None:
    if realm != INTERNAL and not for_partners:
        raise InternalOnly("This is for the people of the house; partners work with the records that they may see.")


def ensure_granted(right: str, reaches: frozenset[Reach]) -> None:
    if not reaches:
        raise missing(right)


def ensure_in_scope(right: str, scopes: Iterable[str] | None) -> None:
    if scopes is not None and right not in ABOUT_ONESELF and not any(includes(scope, right) for scope in scopes):
        raise ScopeTooNarrow(f"This token was not made for {right}.", right=right)


def missing(right: str) -> RightMissing:
    return RightMissing(f"You do not have the right {right}.", right=right)


def fields_of(right: str, grants: Iterable[Granted]) -> frozenset[str] | None:
    """The only fields of the right's noun that these grants open; None where no grant limits them."""
    noun = noun_in(right)
    return field_limits.common_to(grant.fields for grant in grants if grant.fields and noun_in(grant.pattern) == noun)


def closed_fields(own: Mapping[str, str], pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Those of the fields with a right of their own for which these pairs of a pattern and a reach lack it."""
    return frozenset(name for name, needed in own.items() if not reaches_of(needed, pairs))


def actor_by(
    right: str,
    grants: Iterable[Granted],
    *,
    person_id: str,
    standing: Standing,
    org_version: int,
    field_rights: Mapping[str, Mapping[str, str]],
    credential_id: str | None = None,
    scopes: Iterable[str] | None = None,
) -> Actor:
    """This person as they may act by this right; without it, as somebody who reaches nothing. `scopes` narrow what the
    person reaches by this token, and which fields are open that have a right of their own (`field_rights`, by noun),
    never the limits of fields that the person has.
    """
    held = list(grants)
    within = None if scopes is None else tuple(scopes)
    pairs = narrowed([(grant.pattern, str(grant.reach)) for grant in held], within)
    reaches = reaches_of(right, pairs)
    return Actor(
        user_id=person_id,
        login=standing.login,
        name=standing.name,
        unit_id=standing.unit_id,
        unit_path=standing.unit_path,
        person_path=standing.person_path,
        right=right,
        reaches=reaches,
        sight=reaches | reaches_of(read_right(right), pairs),
        org_version=org_version,
        customer_id=standing.customer_id,
        fields=fields_of(right, held),
        closed=closed_fields(field_rights.get(noun_in(right) or "", {}), pairs),
        credential_id=credential_id,
        scopes=within,
    )
