"""The processes of the business as charts: what may become of a record, as data and as a diagram."""
