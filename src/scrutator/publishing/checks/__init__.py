"""Everything `case check` asks of a folder."""
