"""Messages that go out to many, and what gateways and telephones say of them."""
