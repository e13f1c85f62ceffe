"""Proposals: documents made from a template and what is known of a deal, each a version among the files of the deal."""
