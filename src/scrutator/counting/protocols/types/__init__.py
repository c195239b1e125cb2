"""Protocol types of countries and years, as data: one TOML file each."""
