"""Which submissions of a public form count, in plain Python: no database, no wire, no clock."""

import hashlib
import hmac
from datetime import timedelta

from shared.errors import RuleBroken, Throttled

SAME_PERSON_WITHIN = timedelta(hours=24)
LONGEST_CONTACT = 254
SUBMISSIONS_A_MINUTE = 30
"""From one address to one form, however many gateways stand in front."""


class ContactIsMissing(RuleBroken):
    """Somebody who left neither an e-mail address nor a phone number cannot be called back."""

    code = "form_contact_missing"


class FormIsFlooded(Throttled):
    """A public form takes so many submissions from one address, not more."""

    code = "form_flooded"


def is_spam(website: str | None) -> bool:
    """People do not see this field; programs that fill in everything do."""
    return bool(website and website.strip())


def contact_of(email: str | None, phone: str | None) -> str:
    """By what the same person is recognised: the e-mail address, else the digits of the phone number.

    Raises `ContactIsMissing` where there is neither.
    """
    if email and email.strip():
        return email.strip().casefold()[:LONGEST_CONTACT]
    digits = "".join(sign for sign in phone or "" if sign.isdecimal())
    if not digits:
        raise ContactIsMissing("Leave an e-mail address or a phone number.")
    return f"tel:{digits}"


def ensure_pace(submissions: int) -> None:
    if submissions > SUBMISSIONS_A_MINUTE:
        raise FormIsFlooded("Too many submissions from here; wait a minute.", retry_after=60)


def address_digest(secret: str, address: str) -> str:
    """Tells addresses apart without keeping them."""
    return hmac.new(secret.encode(), address.encode(), hashlib.sha256).hexdigest()
