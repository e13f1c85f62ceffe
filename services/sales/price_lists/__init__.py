"""Price lists: what products cost whom, from how many on, when, in which currency; promotions are lists too."""
