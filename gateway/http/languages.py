"""In which of the languages of the house a request wants to be answered."""

from collections.abc import Collection

from flask import request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from gateway.http.titles import ENGLISH, TITLES


def wanted_language(known: Collection[str] = tuple(TITLES)) -> str:
    """The known language that stands first in Accept-Language, whatever its region; English otherwise."""
    return _first_known(request.accept_languages, known)


def language_in(header: str | None) -> str:
    """The same by the header alone, before there is a request."""
    return _first_known(parse_accept_header(header, LanguageAccept), tuple(TITLES))


def _first_known(accepted: LanguageAccept, known: Collection[str]) -> str:
    """Werkzeug's own match prefers an exact `en;q=0.1` to `zh-CN`. What has the quality 0 is not wanted."""
    for tag, quality in accepted:
        language = tag.partition("-")[0].lower()
        if language in known and quality > 0:
            return language
    return ENGLISH
