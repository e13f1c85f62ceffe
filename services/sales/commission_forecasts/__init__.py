"""What open deals may earn in commissions: an estimate, worked out when it is asked for."""
