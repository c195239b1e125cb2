"""Figures and findings, the register of methods, running a case."""
