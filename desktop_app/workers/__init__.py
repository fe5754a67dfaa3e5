"""The child processes and the plain messages to them. May import imaging, ml and the rooms below."""
