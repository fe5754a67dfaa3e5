from __future__ import annotations

import shutil
from pathlib import Path

from PIL import Image


def test_duplicates_are_listed_with_the_one_to_keep_and_why(reverie, folder: Path) -> None:
    first = folder / "photo-1.jpg"
    shutil.copy2(first, folder / "zz copy.jpg")
    Image.open(first).resize((200, 150)).save(folder / "small.jpg", quality=80)
    assert reverie("index", folder).status == 0
    answer = reverie("duplicates", "--json")
    assert answer.status == 0, answer.err
    assert set(answer.json) == {"sets"}
    for one in answer.json["sets"]:
        assert set(one) == {"tier", "photos", "keep", "reasons"}
        assert one["keep"] == one["photos"][0]
    tiers = {one["tier"]: one for one in answer.json["sets"] if str(first) in one["photos"]}
    assert sorted(tiers["identical"]["photos"]) == [str(first), str(folder / "zz copy.jpg")]
    assert tiers["identical"]["keep"] == str(first)
    assert set(tiers["same-picture"]["photos"]) == {str(first), str(folder / "zz copy.jpg"), str(folder / "small.jpg")}
    assert any("more pixels" in reason for reason in tiers["same-picture"]["reasons"])
    assert reverie("duplicates", "--json").out == answer.out  # B17

    told = reverie("duplicates")
    assert told.status == 0, told.err
    assert f"keep  {first}" in told.out
    assert "The same picture" in told.out


def test_a_folder_without_duplicates_says_so(reverie, folder: Path) -> None:
    (folder / "summer trip" / "copy of 3.jpg").unlink()
    assert reverie("index", folder).status == 0
    assert reverie("duplicates", "--json").json == {"sets": []}
    assert "No duplicates among" in reverie("duplicates").out


def test_without_a_library_there_is_one_plain_sentence(reverie) -> None:
    answer = reverie("duplicates")
    assert answer.status == 1
    assert "There is no library" in answer.err
