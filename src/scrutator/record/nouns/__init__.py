"""The nouns of the record: one frozen dataclass for each kind of row, its columns declared."""
