"""What a playbook may say and where it may stand, in plain Python: no database, no wire, no clock."""

from decimal import Decimal

from shared.errors import RuleBroken


class StageEndsDeals(RuleBroken):
    """A playbook is for deals that can still be won; it is attached to a stage that does not end them."""

    code = "playbook_stage_ends_deals"


class PlayFitsNoDeal(RuleBroken):
    """No amount is both as high and as low as the play asks."""

    code = "play_fits_no_deal"


def ensure_goes_on(stage: str, outcome: str | None) -> None:
    """`outcome` is what a stage ends deals with."""
    if outcome is not None:
        raise StageEndsDeals(f"The stage {stage} ends a deal; nothing is played there any more.", stage=stage)


def ensure_fits_some_deal(title: str, least: Decimal | None, most: Decimal | None) -> None:
    if least is not None and most is not None and most < least:
        raise PlayFitsNoDeal(f"{title}: no amount is at least {least} and at most {most}.")
