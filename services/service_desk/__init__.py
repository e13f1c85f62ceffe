"""Service desk: what customers ask for and complain about, and how it is put right in time."""
