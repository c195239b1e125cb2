"""The stages of a system: districts and their seats, national tiers, levelling, and where seats go."""
