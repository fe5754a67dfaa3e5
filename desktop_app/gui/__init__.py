"""The window. The only room that imports PySide6; sees the library, domain, settings and errors, nothing deeper."""
