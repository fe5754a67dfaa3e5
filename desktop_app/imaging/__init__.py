"""Bytes to pixels and numbers: decode, metadata, thumbnails, measures.

May import domain and errors; the only room with Pillow.
"""
