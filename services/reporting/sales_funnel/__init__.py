"""The sales funnel: how many deals stand in each stage, what they are worth, and how many get on to the next."""
