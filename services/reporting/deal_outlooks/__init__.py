"""How long a deal stands where, how likely it is to be won by when, and how deals with its customer ended before."""
