"""Charts as Vega-Lite specifications, one module per room."""
