"""Needs: what is asked for in a deal, products of the catalogue or what it has not, said in words."""
