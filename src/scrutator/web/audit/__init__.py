"""Every act that decides, as an event under the field's log, written in the transaction of what it did."""
