"""Which day can be asked for, in plain Python: no database, no wire, no clock."""

from datetime import date, datetime, time

from shared.errors import RuleBroken


class DayLiesAhead(RuleBroken):
    """Where somebody will stand is not known; what is planned is in the list of planned changes."""

    code = "standing_day_lies_ahead"


class StandingIsNotOnRecord(RuleBroken):
    """The person was not here yet, or the installation did not keep such records yet."""

    code = "standing_not_on_record"


class NounIsUnknown(RuleBroken):
    """What one could see on a day is answered for the nouns that have an owner and a unit."""

    code = "standing_noun_unknown"


def moment_of(day: date, now: datetime) -> datetime:
    """The end of the day in UTC; for today it is now. Raises `DayLiesAhead`."""
    if day > now.date():
        raise DayLiesAhead(f"{day} lies ahead; ask for a day up to {now.date()}.")
    if day == now.date():
        return now
    return datetime.combine(day, time.max, tzinfo=now.tzinfo)


def ensure_on_record(login: str, moment: datetime, since: datetime | None) -> None:
    if since is None or moment < since:
        known = "" if since is None else f" It is from {since.date()} on."
        raise StandingIsNotOnRecord(f"Where {login} stood then is not on record.{known}")


def ensure_known_noun(noun: str, known: bool) -> None:
    if not known:
        raise NounIsUnknown(f"There is no right to read {noun}; name a noun as in sales.opportunity.")


def superiors_on(path: str) -> list[int]:
    """The node numbers above the last one of a chain, the nearest first: "/1/4/9/" is 4, 1."""
    return [int(node) for node in reversed(path.strip("/").split("/")[:-1])]
