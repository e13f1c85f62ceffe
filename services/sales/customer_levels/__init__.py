"""Customer levels: how often customers of a level are seen to, how much they are let off, how soon they are helped."""
