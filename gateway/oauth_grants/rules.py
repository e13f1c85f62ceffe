"""How long what OAuth gives holds, in plain Python: no database, no wire, no clock."""

from datetime import timedelta

from shared.errors import Malformed, NotFound

CODE_LIFETIME = timedelta(minutes=1)
ACCESS_LIFETIME = timedelta(hours=1)
REFRESH_LIFETIME = timedelta(days=30)


class NoSuchConsent(NotFound):
    """There is none, it has ended, or it is somebody else's."""

    code = "oauth_consent_unknown"


class OAuthRequestRefused(Malformed):
    """A program asks to act for somebody in a way that is not sent back to it: unknown, or to a wrong address."""

    code = "oauth_request_refused"
