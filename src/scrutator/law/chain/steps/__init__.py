"""The steps a seat law is made of. Each is a frozen dataclass with its article and a pure `apply`."""
