"""The version of this release, for every room that prints it."""

VERSION = "0.1.0"
