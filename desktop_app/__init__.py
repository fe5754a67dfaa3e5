"""Reverie: a private desktop photo organizer that suggests from what its user looks at."""

__version__ = "0.1.0"

# Where releases are published, the same as in pyproject.toml's [project.urls]. While they are empty nothing is
# published, and the window has no button to ask for a newer version.
LATEST_RELEASE_URL = ""  # answers with JSON that has a tag_name, as the code hosts' "latest release" does
RELEASES_URL = ""  # the page for people
