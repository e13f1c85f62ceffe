"""Departments: how the people of a unit are ordered. They have no effect on what anybody may see."""
