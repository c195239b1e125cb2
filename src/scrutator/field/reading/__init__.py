"""How a form is read: its sheets, its conditions, and what keeps it from being published."""
