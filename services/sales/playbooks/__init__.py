"""Playbooks: what the company has learnt to try, to show and to answer in a stage of a deal."""
