"""What may become of a problem on a deal, in plain Python: no database, no wire, no clock."""

from enum import StrEnum

from shared.errors import Conflict


class ProblemStatus(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"


class ProblemIsResolved(Conflict):
    """A problem is resolved once; whoever meets it again reports it again."""

    code = "opportunity_problem_resolved_already"


class TooManyProblems(Conflict):
    """A deal of which everything is a problem has no key problem."""

    code = "too_many_opportunity_problems"


def ensure_unresolved(status: ProblemStatus) -> None:
    if status is not ProblemStatus.OPEN:
        raise ProblemIsResolved("This problem is resolved already. If it came back, report it again.")


def ensure_room(problems: int, most: int) -> None:
    if problems >= most:
        raise TooManyProblems(f"{problems} problems are reported on this deal already.")
