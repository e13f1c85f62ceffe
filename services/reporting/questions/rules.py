"""What a question may not be, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping

from shared.errors import Fault, Malformed, RuleBroken

MOST_TABLES = 4
MOST_PARTS = 600
DEEPEST = 20
FARTHEST = 1_000_000


class QuestionIsRefused(Malformed):
    """What is asked is not one SELECT of the kind that is answered; the detail says what to write instead."""

    code = "question_refused"


class QuestionTakesTooLong(RuleBroken):
    """It was stopped; narrow it by a condition, or join fewer tables."""

    code = "question_too_slow"


class NumberIsTooLarge(RuleBroken):
    """A number on the way to the answer was larger than any that can be kept."""

    code = "question_number_too_large"


def refused(sentence: str) -> QuestionIsRefused:
    return QuestionIsRefused(sentence, faults=[Fault("/sql", sentence)])


def too_large() -> NumberIsTooLarge:
    return NumberIsTooLarge("A number became too large on the way; sum fewer rows, or divide before you multiply.")


def ensure_named_once(names: Mapping[str, int]) -> None:
    twice = [name for name, times in names.items() if times > 1]
    if twice:
        raise refused(f"Give each column a name of its own by AS; {twice[0][:60]} is there twice.")
