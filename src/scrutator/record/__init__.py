"""The nouns of election observation as frozen dataclasses, and the case folder."""
