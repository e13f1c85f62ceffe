"""The HTTP door: routes as declarations, and the one pipeline that every request takes to a service and back."""
