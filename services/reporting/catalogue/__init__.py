"""Answering the reports of the catalogue: their figures, the records behind them, and the statements that ran."""
