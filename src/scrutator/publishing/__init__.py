"""From a case folder to a sealed bundle and back: checked, built, described, rebuilt and compared."""
