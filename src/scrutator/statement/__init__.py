"""The statement's text, charts, HTML and PDF."""
