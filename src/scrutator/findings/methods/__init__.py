"""Methods, one module per room or topic; each hands its METHODS to the register."""
