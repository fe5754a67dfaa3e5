from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.domain.duplicate import DuplicateReport, DuplicateSet, Tier
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Page
from desktop_app.errors import CancelledError
from desktop_app.library.commands import SetFavourite, SetHidden, Undo
from desktop_app.library.library import Library
from desktop_app.library.trash_commands import NotDuplicates
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings
from tests.library.conftest import copy_home, index_once

sys.path.append(str(Path(__file__).resolve().parents[1] / "organize"))
from shots import shot

WAIT_S = 250


@pytest.fixture(scope="session")
def made_album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four strangers; of the first an exact copy, a small one, one turned and cropped; three of one burst."""
    folder = tmp_path_factory.mktemp("duplicates") / "album"
    folder.mkdir()
    for seed in range(4):
        shot(seed, (640, 480)).save(folder / f"stranger-{seed}.jpg", quality=92)
    picture = Image.open(folder / "stranger-0.jpg")
    shutil.copy2(folder / "stranger-0.jpg", folder / "stranger-0 copy.jpg")
    picture.resize((320, 240)).save(folder / "small.jpg", quality=70)
    picture.transpose(Image.Transpose.ROTATE_90).crop((10, 10, 460, 620)).save(folder / "turned.jpg", quality=80)
    for number in range(3):
        save_shot(folder / f"burst-{number}.jpg", moved(number), f"2024:06:01 12:00:0{number // 2}", f"{number % 2}50")
    return folder


@pytest.fixture(scope="session")
def album_home(made_album: Path) -> Path:
    """A library that has read the album, closed."""
    return index_once(made_album)


@pytest.fixture
def album(made_album: Path, album_home: Path, paths: LibraryPaths, tmp_path: Path) -> Path:
    """A copy of it, known to the library of this test."""
    folder = shutil.copytree(made_album, tmp_path / "album")
    copy_home(album_home, paths, folder)
    return folder


def moved(number: int) -> Image.Image:
    """The next moment of one scene: the camera has moved, and so has something in front of it."""
    scene = shot(50, (760, 560), things=90)
    step = 9 * number
    view = scene.crop((step, step, step + 640, step + 480))
    view.paste(shot(60 + number, (150, 110)), (100 + 90 * number, 200))
    return view


def save_shot(path: Path, picture: Image.Image, taken: str, fraction: str) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Maker", "Model"
    details = exif.get_ifd(0x8769)
    details[0x9003], details[0x9291] = taken, fraction
    picture.save(path, quality=92, exif=exif)


def indexed(library: Library, folder: Path) -> Library:
    library.index([library.add_root(folder)]).result(WAIT_S)
    return library


def find(library: Library, *tiers: Tier) -> DuplicateReport:
    wanted = {"tiers": frozenset(tiers)} if tiers else {}
    return library.order.duplicates.find(**wanted).result(WAIT_S)


def names(library: Library, report: DuplicateReport, tier: Tier) -> list[list[str]]:
    return [files(library, one) for one in report.sets if one.tier is tier]


def files(library: Library, one: DuplicateSet) -> list[str]:
    where = library.ask(lambda queries: queries.paths(one.photo_ids)).result(WAIT_S)
    return [where[photo].name for photo in one.photo_ids]


def ids_of(library: Library, *wanted: str) -> tuple[PhotoId, ...]:
    all_ids = [PhotoId(int(i)) for i in library.ask(lambda q: q.timeline(Page())).result(WAIT_S).ids]
    where = library.ask(lambda queries: queries.paths(all_ids)).result(WAIT_S)
    by_name = {path.name: photo for photo, path in where.items()}
    return tuple(by_name[name] for name in wanted)


def test_b1_the_tiers_are_apart_and_strangers_are_in_none(open_library, album) -> None:
    library = indexed(open_library(), album)
    report = find(library)
    assert names(library, report, Tier.IDENTICAL) == [["stranger-0.jpg", "stranger-0 copy.jpg"]]
    same = names(library, report, Tier.SAME_PICTURE)
    assert [sorted(one) for one in same] == [["small.jpg", "stranger-0 copy.jpg", "stranger-0.jpg", "turned.jpg"]]
    bursts = names(library, report, Tier.BURST)
    assert [sorted(one) for one in bursts] == [["burst-0.jpg", "burst-1.jpg", "burst-2.jpg"]]
    assert report.compared == 10
    assert not report.not_compared
    assert [one.tier for one in report.sets] == [Tier.IDENTICAL, Tier.SAME_PICTURE, Tier.BURST]
    copies = report.sets[0]
    assert copies.keep == copies.photo_ids[0]
    assert copies.wasted_bytes == (album / "stranger-0.jpg").stat().st_size
    assert copies.likeness == 1.0
    assert 0.5 < report.sets[1].likeness < 1.0


def test_look_alikes_only_where_they_are_asked_for_and_nothing_is_proposed(open_library, album) -> None:
    library = indexed(open_library(), album)
    found = [one for one in find(library, Tier.LOOK_ALIKE).sets if one.tier is Tier.LOOK_ALIKE]
    assert all(one.keep is None and not one.reasons for one in found)
    assert not [one for one in find(library).sets if one.tier is Tier.LOOK_ALIKE]


def test_b17_the_same_library_gives_the_same_answer_and_the_second_time_at_once(open_library, album) -> None:
    library = indexed(open_library(), album)
    first = find(library)
    assert find(library) is first or find(library).sets == first.sets
    library.close()
    assert find(open_library()).sets == first.sets


def test_after_a_new_photo_only_that_one_is_compared(open_library, album, monkeypatch) -> None:
    library = indexed(open_library(), album)
    before = find(library)
    pairs: list[int] = []

    from desktop_app.organize import pairing

    real = pairing.likenesses

    def counted(first, second, is_graphic):
        pairs.append(len(first))
        return real(first, second, is_graphic)

    monkeypatch.setattr(pairing, "likenesses", counted)
    shot(2, (640, 480)).resize((400, 300)).save(album / "new.jpg", quality=70)
    library.index().result(WAIT_S)
    after = find(library)
    assert len(after.sets) == len(before.sets) + 1
    assert ["new.jpg", "stranger-2.jpg"] in [sorted(one) for one in names(library, after, Tier.SAME_PICTURE)]
    assert sum(pairs) <= after.compared - 1


def test_after_a_restart_nothing_is_compared_again(open_library, album, monkeypatch) -> None:
    large = os.urandom(3_000_000)
    for name in ("film-still.jpg", "film-still copy.jpg"):  # so large that their ends alone do not tell
        (album / name).write_bytes((album / "stranger-1.jpg").read_bytes() + large)
    library = indexed(open_library(), album)
    before = find(library)
    library.close()

    from desktop_app.organize import identical, pairing

    monkeypatch.setattr(pairing, "likenesses", lambda *_: pytest.fail("compared again"))
    monkeypatch.setattr(identical, "open_regular", lambda path: pytest.fail(f"{path} read again"))
    library = open_library()
    assert find(library).sets == before.sets
    library.close()
    (library.paths.compared).unlink()
    monkeypatch.undo()
    assert find(open_library()).sets == before.sets  # the cache may go at any time


def test_a_photo_that_was_away_is_compared_with_those_that_came_meanwhile(open_library, album) -> None:
    library = indexed(open_library(), album)
    (other,) = ids_of(library, "stranger-2.jpg")
    library.run(SetHidden((other,), is_hidden=True)).result(WAIT_S)
    shot(2, (640, 480)).resize((400, 300)).save(album / "new.jpg", quality=70)
    library.index().result(WAIT_S)
    assert not [one for one in names(library, find(library), Tier.SAME_PICTURE) if "new.jpg" in one]
    library.close()
    library = open_library()
    library.run(SetHidden((other,), is_hidden=False)).result(WAIT_S)
    assert ["new.jpg", "stranger-2.jpg"] in [sorted(one) for one in names(library, find(library), Tier.SAME_PICTURE)]


def test_hidden_photos_are_in_no_set(open_library, album) -> None:
    library = indexed(open_library(), album)
    hidden = ids_of(library, "stranger-0 copy.jpg", "burst-1.jpg")
    library.run(SetHidden(hidden, True)).result(WAIT_S)
    members = {photo for one in find(library).sets for photo in one.photo_ids}
    assert members
    assert not members & set(hidden)
    assert not names(library, find(library), Tier.IDENTICAL)


def test_b15_a_file_that_went_away_is_proposed_by_nobody_as_the_one_to_keep(open_library, album) -> None:
    library = indexed(open_library(), album)
    (album / "stranger-0.jpg").unlink()
    (album / "stranger-0 copy.jpg").unlink()
    report = find(library)
    assert not names(library, report, Tier.IDENTICAL)
    assert [sorted(one) for one in names(library, report, Tier.SAME_PICTURE)] == [["small.jpg", "turned.jpg"]]
    assert ("gone or changed since they were read", 2) in report.not_compared


def test_b15_two_names_of_one_file_are_told_of_and_in_no_set(open_library, album) -> None:
    os.link(album / "stranger-1.jpg", album / "another name.jpg")
    library = indexed(open_library(), album)
    report = find(library)
    assert not any("another name.jpg" in one for one in names(library, report, Tier.IDENTICAL))
    assert ("other names of the same file", 1) in report.not_compared


def test_b2_what_is_no_duplicate_is_remembered_for_ever_and_can_be_taken_back(open_library, album) -> None:
    library = indexed(open_library(), album)
    library.run(NotDuplicates(ids_of(library, "stranger-0.jpg", "stranger-0 copy.jpg"))).result(WAIT_S)
    library.run(NotDuplicates(ids_of(library, "burst-0.jpg", "burst-1.jpg", "burst-2.jpg"))).result(WAIT_S)
    report = find(library)
    assert {one.tier for one in report.sets} == {Tier.SAME_PICTURE}
    for one in report.sets:
        assert len({"stranger-0.jpg", "stranger-0 copy.jpg"} & set(files(library, one))) < 2
    library.close()
    library = open_library()
    assert {one.tier for one in find(library).sets} == {Tier.SAME_PICTURE}
    library.run(Undo()).result(WAIT_S)
    assert Tier.BURST in {one.tier for one in find(library).sets}


def test_b3_copies_of_a_shot_are_no_burst_and_a_burst_knows_its_copies(open_library, album) -> None:
    shutil.copy2(album / "burst-0.jpg", album / "burst-0 again.jpg")
    Image.open(album / "burst-1.jpg").resize((320, 240)).save(album / "burst-1 small.jpg", quality=80)
    library = indexed(open_library(), album)
    report = find(library)
    bursts = names(library, report, Tier.BURST)
    assert len(bursts) == 1
    assert len(bursts[0]) == 3
    assert {"burst-0.jpg", "burst-0 again.jpg"} <= set(
        names(library, report, Tier.IDENTICAL)[0] + names(library, report, Tier.IDENTICAL)[1]
    )
    assert any({"burst-1.jpg", "burst-1 small.jpg"} <= set(one) for one in names(library, report, Tier.SAME_PICTURE))


def test_two_shots_of_one_camera_that_differ_in_time_are_a_burst_however_alike(open_library, tmp_path) -> None:
    folder = tmp_path / "tripod"
    folder.mkdir()
    for number in range(3):
        pixels = np.asarray(shot(7, (640, 480)), np.int16) + np.random.default_rng(number).integers(
            -3, 4, (480, 640, 3)
        )
        picture = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
        save_shot(folder / f"{number}.jpg", picture, "2024:06:01 12:00:00", f"{number}00")
    library = indexed(open_library(), folder)
    assert [one.tier for one in find(library).sets] == [Tier.BURST]


@pytest.mark.parametrize(("second", "tiers"), [("12:07:31", []), ("13:00:00", [Tier.SAME_PICTURE])])
def test_a_tripods_shots_of_one_day_are_no_copies_but_a_clock_put_right_by_the_zone_makes_no_difference(
    open_library, tmp_path, second: str, tiers: list[Tier]
) -> None:
    folder = tmp_path / "tripod"
    folder.mkdir()
    save_shot(folder / "a.jpg", shot(7, (640, 480)), "2024:06:01 12:00:00", "100")
    save_shot(folder / "b.jpg", shot(7, (640, 480)).resize((480, 360)), f"2024:06:01 {second}", "100")
    library = indexed(open_library(), folder)
    assert [one.tier for one in find(library).sets] == tiers


def test_large_files_that_share_a_thumbnail_are_in_no_set_of_pictures(open_library, tmp_path) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(2):
        page = Image.new("RGB", (1200, 1700), "white")  # the content hash sees the margins alone
        page.paste(shot(1, (900, 900)), (150, 400))
        page.paste(shot(10 + number, (420, 420)), (390, 640))
        page.save(folder / f"scan-{number}.bmp")
    page.resize((600, 850)).save(folder / "small.jpg", quality=90)
    library = indexed(open_library(), folder)
    report = find(library)
    assert report.sets == ()
    assert ("alike but for the middle of the file", 2) in report.not_compared


def test_b5_favourites_and_protected_folders_decide_and_the_order_is_the_users(open_library, album) -> None:
    library = indexed(open_library(), album)
    small = ids_of(library, "small.jpg")
    library.run(SetFavourite(small, True)).result(WAIT_S)
    one = next(one for one in find(library).sets if one.tier is Tier.SAME_PICTURE)
    assert one.keep == small[0]
    assert one.reasons[0].rule == "favourite"
    library.use_settings(Settings(settle_s=0.1, keep_rules=("pixels",), protected_folders=(str(album),)))
    one = next(one for one in find(library).sets if one.tier is Tier.SAME_PICTURE)
    assert one.keep != small[0]
    assert one.reasons[0].rule == "pixels"
    assert one.protected == set(one.photo_ids)
    assert one.wasted_bytes == 0


def test_b13_progress_rises_sets_come_as_they_are_found_and_it_can_be_cancelled(open_library, album) -> None:
    library = indexed(open_library(), album)
    shares: list[float] = []
    tiers: list[set[Tier]] = []
    report = library.order.duplicates.find(
        on_progress=shares.append, on_found=lambda sets: tiers.append({one.tier for one in sets})
    ).result(WAIT_S)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert tiers == [{Tier.IDENTICAL}, {Tier.SAME_PICTURE}, {Tier.BURST}]
    library.close()
    library = open_library()

    def cancel(_share: float) -> None:
        library.order.duplicates.cancel()

    with pytest.raises(CancelledError):
        library.order.duplicates.find(on_progress=cancel).result(WAIT_S)
    assert find(library).sets == report.sets


def test_b22_what_could_not_be_compared_is_told_of(open_library, album) -> None:
    (album / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    library = indexed(open_library(), album)
    assert ("JPG files that could not be read", 1) in find(library).not_compared


def test_closing_ends_a_search(open_library, album) -> None:
    library = indexed(open_library(), album)
    job = library.order.duplicates.find(on_progress=lambda share: library.order.duplicates.cancel())
    library.close()
    assert job.done()
