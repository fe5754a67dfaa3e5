"""Identifiers: integers that the type checker keeps apart."""

from __future__ import annotations

from typing import NewType

PhotoId = NewType("PhotoId", int)
RootId = NewType("RootId", int)
FolderId = NewType("FolderId", int)
EditId = NewType("EditId", int)
AlbumId = NewType("AlbumId", int)
ViewId = NewType("ViewId", int)
InterestId = NewType("InterestId", int)
GroupId = NewType("GroupId", int)
SmartAlbumId = NewType("SmartAlbumId", int)
EventId = NewType("EventId", int)
