from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product
from pathlib import Path

from desktop_app.domain.duplicate import DEFAULT_KEEP_RULES, KeepReason, KeepRule, Tier
from desktop_app.domain.ids import FolderId, PhotoId, RootId
from desktop_app.domain.photo import Badge, DateSource, Measures, Metadata, Photo, Stage, Status
from desktop_app.organize.keeper import Candidate, chosen_rules, is_protected, keeper


def photo(number: int, name: bytes = b"", **facts: object) -> Photo:
    made = Photo(
        id=PhotoId(number),
        root_id=RootId(1),
        folder_id=FolderId(1),
        root_path=Path("/photos"),
        relative_path=name or f"{number}.jpg".encode(),
        size_bytes=1_000_000,
        mtime_ns=10**18,
        content_hash=bytes([number]) * 32,
        format="jpeg",
        width_px=4000,
        height_px=3000,
        taken_at_ms=10**12,
        added_at_ms=0,
        status=Status.NONE,
        badges=Badge.NONE,
        rating=0,
        is_favourite=False,
        decode_stage=Stage.DONE,
        embed_stage=Stage.DONE,
        metadata=Metadata(),
        measures=None,
    )
    return replace(made, **facts)


def sharp(value: float) -> Measures:
    return Measures(value, 0.5, 0, 0, 1, 30, 0, (), 0, 0, 0)


def kept(*photos: Photo | Candidate, rules: tuple[KeepRule, ...] = DEFAULT_KEEP_RULES, tier: Tier = Tier.SAME_PICTURE):
    return keeper([one if isinstance(one, Candidate) else Candidate(one) for one in photos], rules, tier)


def test_b5_the_first_rule_that_differs_decides_and_says_why_in_facts() -> None:
    verdict = kept(photo(1, width_px=1024, height_px=768), photo(2), photo(3, width_px=800, height_px=600))
    assert verdict.photo_ids == (2, 1, 3)
    assert verdict.reasons == (KeepReason(KeepRule.PIXELS, "4000 × 3000", "1024 × 768, 800 × 600"),)


def test_b5_the_user_orders_the_rules() -> None:
    small_rated, large = photo(1, width_px=800, height_px=600, rating=4), photo(2)
    assert kept(small_rated, large).photo_ids[0] == 1
    assert kept(small_rated, large, rules=(KeepRule.PIXELS, KeepRule.RATING)).photo_ids[0] == 2
    assert chosen_rules(("pixels", "no such rule", "rating", "pixels")) == (KeepRule.PIXELS, KeepRule.RATING)
    assert chosen_rules(()) == DEFAULT_KEEP_RULES


def test_each_rule_prefers_what_it_says() -> None:
    plain = photo(9)
    better = {
        KeepRule.PROTECTED_FOLDER: Candidate(photo(1), is_protected=True),
        KeepRule.FAVOURITE: Candidate(photo(1, is_favourite=True)),
        KeepRule.RATING: Candidate(photo(1, rating=1)),
        KeepRule.IN_ALBUM: Candidate(photo(1), albums=1),
        KeepRule.ORIGINAL_FORMAT: Candidate(photo(1, badges=Badge.RAW)),
        KeepRule.PIXELS: Candidate(photo(1, width_px=4001)),
        KeepRule.SHARPNESS: Candidate(photo(1, measures=sharp(0.8))),
        KeepRule.METADATA: Candidate(photo(1, metadata=Metadata(date_source=DateSource.EXIF))),
        KeepRule.FILE_SIZE: Candidate(photo(1, size_bytes=1_200_000)),
        KeepRule.OLDEST: Candidate(photo(1, mtime_ns=10**18 - 10**12)),
        KeepRule.NAME: Candidate(photo(1, b"zzz.jpg")),
    }
    for rule in KeepRule:
        other = photo(9, b"a copy.jpg") if rule is KeepRule.NAME else plain
        verdict = kept(other, better[rule], rules=(rule,))
        assert verdict.photo_ids[0] == 1, rule
        assert [reason.rule for reason in verdict.reasons] == [rule]


def test_a_camera_file_goes_before_one_that_an_editor_saved() -> None:
    camera = Metadata(camera_model="X100", software="Ver2.10")
    edited = Metadata(camera_model="X100", software="Adobe Photoshop 24")
    verdict = kept(photo(1, metadata=edited), photo(2, metadata=camera))
    assert verdict.photo_ids[0] == 2
    assert verdict.reasons[0] == KeepReason(KeepRule.ORIGINAL_FORMAT, "JPEG, X100", "JPEG, Adobe Photoshop 24")


def test_names_that_programs_give_to_copies_lose() -> None:
    for name in (b"IMG_1 copy.jpg", b"IMG_1 (1).jpg", b"IMG_1 - Kopie.jpg", b"IMG_1-edited.jpg", b"IMG_1~2.jpg"):
        assert kept(photo(1, name), photo(2, b"IMG_1.jpg"), rules=(KeepRule.NAME,)).photo_ids[0] == 2, name
    assert kept(photo(1, b"Copyright office.jpg"), photo(2, b"z.jpg"), rules=(KeepRule.NAME,)).photo_ids[0] == 1


def test_in_a_burst_a_sharper_shot_goes_before_a_larger_file() -> None:
    sharper, larger = photo(1, measures=sharp(0.9), width_px=3999), photo(2, measures=sharp(0.4))
    assert kept(sharper, larger, tier=Tier.BURST).photo_ids[0] == 1
    assert kept(sharper, larger, tier=Tier.SAME_PICTURE).photo_ids[0] == 2


def test_of_copies_a_turned_one_is_not_kept_for_its_jpeg_blocks() -> None:
    upright = photo(1, b"orig.jpg", size_bytes=11_000, width_px=300, height_px=200, measures=sharp(0.77))
    lossless = photo(2, b"png.png", size_bytes=98_000, width_px=300, height_px=200, measures=sharp(0.78))
    turned = photo(3, b"rot270.jpg", size_bytes=8_030, width_px=200, height_px=300, measures=sharp(0.95))
    mirrored = photo(4, b"flip.jpg", size_bytes=8_010, width_px=300, height_px=200, measures=sharp(0.96))
    verdict = kept(turned, lossless, mirrored, upright)
    assert verdict.photo_ids == (2, 1, 4, 3)
    assert verdict.reasons == (KeepReason(KeepRule.FILE_SIZE, "98.0 kB", "11.0 kB, 8.0 kB"),)
    dated = replace(upright, metadata=Metadata(date_source=DateSource.EXIF))
    verdict = kept(turned, lossless, mirrored, dated)
    assert verdict.photo_ids[0] == 1
    assert [reason.rule for reason in verdict.reasons] == [KeepRule.METADATA]


def test_of_copies_one_that_is_plainly_blurred_goes() -> None:
    blurred, clear = photo(1, size_bytes=2_000_000, measures=sharp(0.3)), photo(2, measures=sharp(0.9))
    assert kept(blurred, clear).reasons == (KeepReason(KeepRule.SHARPNESS, "90%", "30%"),)


def test_a_difference_nobody_sees_leaves_the_next_rule_to_decide() -> None:
    for tier in (Tier.SAME_PICTURE, Tier.BURST):
        one = photo(1, b"x copy.jpg", size_bytes=8_040, mtime_ns=10**18 - 10**10, measures=sharp(0.951))
        other = photo(2, b"x.jpg", size_bytes=7_960, measures=sharp(0.949))
        assert kept(one, other, tier=tier).reasons == (KeepReason(KeepRule.NAME, "x.jpg", "x copy.jpg"),)


def test_b17_no_reason_sets_a_value_against_itself() -> None:
    values = (0.0, 0.04, 0.05, 0.3, 0.31, 0.35, 0.95, 0.951, 1.0)
    photos = [
        photo(at, measures=sharp(value), size_bytes=8_000 + 37 * at, mtime_ns=10**18 + at * 25 * 10**9)
        for at, value in enumerate(values, start=1)
    ]
    for tier, rule in product((Tier.SAME_PICTURE, Tier.BURST), KeepRule):
        for reason in kept(*photos, rules=(rule,), tier=tier).reasons:
            assert reason.kept not in reason.others.split(", ")


def test_a_protected_folder_decides_also_where_both_folders_bear_one_name() -> None:
    safe, free = Candidate(photo(1), is_protected=True), photo(2, size_bytes=9_000_000)
    verdict = kept(safe, free)
    assert verdict.photo_ids[0] == 1
    assert verdict.reasons == (KeepReason(KeepRule.PROTECTED_FOLDER),)


def test_b17_equal_photos_are_ordered_by_their_path_whatever_order_they_come_in() -> None:
    photos = [photo(1, b"c.jpg"), photo(2, b"a.jpg"), photo(3, b"b.jpg")]
    for order in permutations(photos):
        verdict = kept(*order)
        assert verdict.photo_ids == (2, 3, 1)
        assert verdict.reasons == ()


def test_a_protected_folder_protects_what_lies_below_it_and_no_neighbour() -> None:
    assert is_protected(Path("/photos/best/2020/a.jpg"), ("/photos/best",))
    assert not is_protected(Path("/photos/best of/a.jpg"), ("/photos/best", ""))
