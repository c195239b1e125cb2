"""From a file of results to a case folder: which columns, which totals, which findings, which words."""
