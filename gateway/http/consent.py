"""The page on which a signed-in person lets a program act for them: plain HTML, no script, nothing from elsewhere."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlsplit

from flask import Response

from shared.contracts.payload import Payload

ACTION = "/v1/oauth/authorize"
_STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}"
    "button{font:inherit;margin:1rem 1rem 0 0}"
)


def consent_page(
    wish: Mapping[str, str], described: Payload, meanings: Mapping[str, str], login: str, csrf: str
) -> Response:
    """Who asks for what, and two buttons. Everything that came from elsewhere is escaped."""
    kept = {**wish, "csrf_token": csrf}
    hidden = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(kept[name])}">' for name in kept)
    asked = [(scope, meanings.get(scope, scope)) for scope in described["scopes"]]
    rows = "".join(f"<li>{escape(meaning)} <small>({escape(scope)})</small></li>" for scope, meaning in asked)
    target = urlsplit(described["redirect_uri"])
    body = (
        f"<h1>{escape(described['client'])}</h1>"
        f"<p>wants to act for you, {escape(login)}, and may then:</p><ul>{rows}</ul>"
        f"<p>You are sent back to {escape(target.netloc)}.</p>"
        f'<form method="post" action="{ACTION}">{hidden}'
        '<button name="decision" value="approve">Allow</button>'
        '<button name="decision" value="deny">Do not allow</button></form>'
    )
    return _page(body, 200, f"{target.scheme}://{target.netloc}")


def sign_in_first() -> Response:
    body = "<h1>Sign in first</h1><p>Sign in to Tenon in this browser, then open this address again.</p>"
    return _page(body, 401, "")


def _page(body: str, status: int, target: str) -> Response:
    """Browsers hold a form's redirect against its policy too, so the address to return to is named in it."""
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tenon</title><style>{_STYLE}</style></head>'
        f"<body>{body}</body></html>"
    )
    response = Response(page, status, content_type="text/html; charset=utf-8")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'self' {target}"
    response.headers["Content-Security-Policy"] = policy.strip()
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
