"""Persons and contacts, apart from everything else."""
