"""What the library tells the recommender of the world outside its room."""

from __future__ import annotations

import numpy as np

from desktop_app.domain.locality import Locality
from desktop_app.library.suggesting import _towns_of


def test_a_suggested_album_is_given_the_town_that_the_event_is_called_after() -> None:
    latitude, longitude = np.full(9, 43.4676), np.full(9, 11.8851)
    latitude[8] = longitude[8] = np.nan
    assert _towns_of(latitude, longitude) == (Locality("Arezzo", "Italy", "IT"),)


def test_photos_without_a_place_have_no_town() -> None:
    assert _towns_of(np.full(3, np.nan), np.full(3, np.nan)) == ()
