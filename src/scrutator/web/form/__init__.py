"""The form in a browser: its page, which works without a network, and the way its sealed reports come in."""
