"""The law at the turn of a knob: one page, open to anyone, that keeps nothing."""
