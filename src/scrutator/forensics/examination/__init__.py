"""One election examined: verdicts, calibration, placebos and the reference panel."""
