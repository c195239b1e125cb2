"""Work that follows a report: queued in the transaction that stored it, done again until it is done."""
