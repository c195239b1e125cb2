"""Set-up: missions, places, observers, devices, forms."""
