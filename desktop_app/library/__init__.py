"""The one door to everything below: Library, commands with undo, lanes, the stream of changes."""
