"""Imports: a file of records from elsewhere, mapped, rehearsed and taken in row by row."""
