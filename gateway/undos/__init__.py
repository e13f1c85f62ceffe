"""Undos: jobs that are taken back, record by record, as far as nobody has changed the records since."""
