"""Sellers: the people who sell, what each of them can and takes on, and whether they are given anything new."""
