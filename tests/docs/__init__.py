"""The written pages say what is so."""
