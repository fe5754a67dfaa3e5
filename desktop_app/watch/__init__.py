"""File events to hints. A watcher is a hint, a scan is the truth. May import domain, errors and settings."""
