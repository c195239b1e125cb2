"""Exports of other systems: what their reports, forms and lists say here, and what of them is not used."""
