"""Estimation: totals, ratios and shares under a design, with their variance and intervals."""
