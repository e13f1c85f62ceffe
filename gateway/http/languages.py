"""In which of the languages of the house a request wants to be answered."""

from collections.abc import Collection

from flask import request

from gateway.http.titles import ENGLISH, TITLES


def wanted_language(known: Collection[str] = tuple(TITLES)) -> str:
    """The known language that stands first in Accept-Language, whatever its region; English otherwise.

    Werkzeug's own match prefers an exact `en;q=0.1` to `zh-CN`.
    """
    for tag in request.accept_languages.values():
        language = tag.partition("-")[0].lower()
        if language in known:
            return language
    return ENGLISH
