"""The pipeline: the open deals in their stages, and what a change of a stage means for them."""
