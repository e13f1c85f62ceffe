"""Units: the places of the organisation, from head office over branches and offices to agents and dealers."""
