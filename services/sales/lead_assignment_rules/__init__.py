"""Rules of a unit by which a new lead gets its owner, once: in turn, by territory, or whoever has fewest open leads."""
