"""Checks of what observers send: declared as data, asked of one report and of many, never a verdict."""
