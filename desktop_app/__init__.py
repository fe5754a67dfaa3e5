"""Reverie: a private desktop photo organizer that suggests from what its user looks at."""

__version__ = "0.1.0"
