"""The pipeline as a board: what it begins with."""

from shared.contracts.listing import Board

BOARD = Board(
    by="stage",
    cards=25,
    fields=(
        "name", "number", "customer", "amount", "currency", "owner", "expected_close_date", "stage", "status",
        "next_step", "next_step_on", "version", "lost_reason", "winner_competitor", "probability",
        "probability_overridden",
    ),
    totals=("amount",),
    sort="-amount",
    closed_sort="-closed_at",
)  # fmt: skip
