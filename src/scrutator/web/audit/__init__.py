"""Every act that decides, as an event under the field's log: written with what it did, and held to it."""
