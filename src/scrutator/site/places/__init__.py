"""Where figures of stations stand: by region and district, station by station, and with reasons."""
