"""Finding records by the words in them, the same on every engine: an indexed table of words, looked up by prefix."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, and_, delete, false, select
from sqlalchemy.orm import Session

from shared.persistence.paths import starting_with
from shared.persistence.platform import SearchWord
from shared.persistence.records import Identified
from shared.persistence.sets import insert_rows, table_of

LONGEST_WORD = 64
MOST_WORDS_ASKED = 8
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff]+")


def words_of(text: str) -> set[str]:
    """The words of a text in folded form; Chinese and Japanese give single characters and pairs of them."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words: set[str] = set()
    for word in _WORD.findall(folded):
        words.add(word[:LONGEST_WORD])
        for run in _HAN.findall(word):
            words.update(run)
            words.update(run[at : at + 2] for at in range(len(run) - 1))
    return words


def index_words(session: Session, noun: str, record_id: str, *texts: str | None) -> None:
    """Make the record findable by the words of these texts and by no others."""
    session.execute(delete(SearchWord).where(SearchWord.record_id == record_id, SearchWord.noun == noun))
    index_new(session, noun, {record_id: texts})


def index_anew(session: Session, noun: str, texts: Mapping[str, Iterable[str | None]]) -> None:
    """As `index_words` for many records in two statements."""
    session.execute(delete(SearchWord).where(SearchWord.record_id.in_(list(texts)), SearchWord.noun == noun))
    index_new(session, noun, texts)


def index_new(session: Session, noun: str, texts: Mapping[str, Iterable[str | None]]) -> None:
    """As `index_words` for many records that were never indexed before, in one statement."""
    rows = [
        {"noun": noun, "word": word, "record_id": record_id}
        for record_id, parts in texts.items()
        for word in sorted(words_of(" ".join(part for part in parts if part)))
    ]
    insert_rows(session, table_of(SearchWord), rows)


def matching(model: type[Identified], noun: str, query: str) -> ColumnElement[bool]:
    """The records in which each word of the query begins some word; a query without any word finds nothing."""
    asked = sorted(words_of(query), key=len, reverse=True)[:MOST_WORDS_ASKED]
    if not asked:
        return false()
    return and_(
        *(
            model.id.in_(
                select(SearchWord.record_id).where(SearchWord.noun == noun, starting_with(SearchWord.word, word))
            )
            for word in asked
        ),
    )
