"""Metadata: dates, places, cameras, ratings and texts out of EXIF, IPTC and XMP, and nothing out of nonsense."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from desktop_app.domain.photo import DateSource, Metadata
from desktop_app.imaging.dates import Taken, date_in_file_name, parse_date, parse_offset
from desktop_app.imaging.decode import decode_photo, decode_picture
from desktop_app.imaging.gps import place, place_of_exif
from desktop_app.imaging.iptc import parse_iptc
from desktop_app.imaging.metadata import Source, clean_camera, read_metadata, valid_orientation
from desktop_app.imaging.text import clean_keywords, clean_line, clean_text, decode_user_comment, decode_utf16
from tests.imaging.pictures import encode, scene, write


def at(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type,misc]


def exif_with(main: dict[int, object] | None = None, exif: dict[int, object] | None = None) -> Image.Exif:
    block = Image.Exif()
    for tag, value in (main or {}).items():
        block[tag] = value
    for tag, value in (exif or {}).items():
        block.get_ifd(0x8769)[tag] = value
    return block


def read(block: Image.Exif | None = None, **options: object) -> Metadata:
    """Writes EXIF into a JPEG and reads it back through the whole decoder."""
    data = encode(scene(32, 24), **({"exif": block.tobytes()} if block is not None else {}))
    return decode_picture(data, file_name=str(options.get("file_name", ""))).metadata


def test_capture_time_with_offset_and_fraction() -> None:
    found = read(exif_with(exif={0x9003: "2024:06:14 15:30:12", 0x9011: "+02:00", 0x9291: "045"}))
    assert found.taken_at_ms == at(2024, 6, 14, 15, 30, 12) + 45
    assert found.taken_offset_min == 120
    assert found.date_source is DateSource.EXIF


def test_original_comes_before_digitised_before_name_before_last_change() -> None:
    original, digitised, changed = "2024:01:01 01:01:01", "2024:02:02 02:02:02", "2024:03:03 03:03:03"
    name = "IMG_20240404_040404.jpg"
    every = exif_with({0x132: changed}, {0x9003: original, 0x9004: digitised})
    assert read(every, file_name=name).taken_at_ms == at(2024, 1, 1, 1, 1, 1)
    assert read(exif_with({0x132: changed}, {0x9004: digitised}), file_name=name).taken_at_ms == at(2024, 2, 2, 2, 2, 2)
    named = read(exif_with({0x132: changed}), file_name=name)
    assert (named.taken_at_ms, named.date_source) == (at(2024, 4, 4, 4, 4, 4), DateSource.FILE_NAME)
    assert read(exif_with({0x132: changed}), file_name="a.jpg").taken_at_ms == at(2024, 3, 3, 3, 3, 3)
    nothing = read(file_name="a.jpg")
    assert (nothing.taken_at_ms, nothing.date_source) == (None, DateSource.FILE_TIME)


@pytest.mark.parametrize(
    "text",
    [
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "2024:13:01 00:00:00",
        "2024:02:30 00:00:00",
        "",
        "2024",
        "\x00" * 19,
        "2024:06:14 25:00:00",
        "1700:01:01 00:00:00",
        "9999:99:99 99:99:99",
        "now",
        "２０２４:06:14",
        "-2024:06:14 00:00:00",
    ],
)
def test_dates_that_are_no_dates_are_passed_over(text: str) -> None:
    assert parse_date(text) is None
    assert read(exif_with(exif={0x9003: text or "\x00"})).taken_at_ms is None


@pytest.mark.parametrize(
    ("text", "moment", "offset"),
    [
        ("2024:06:14 15:30:12", at(2024, 6, 14, 15, 30, 12), None),
        ("2024-06-14T15:30:12+05:30", at(2024, 6, 14, 15, 30, 12), 330),
        ("2024-06-14T15:30:12.5Z", at(2024, 6, 14, 15, 30, 12) + 500, 0),
        ("2024-06-14", at(2024, 6, 14), None),
        ("2024:06:14 24:00:00", at(2024, 6, 15), None),
        ("2016:12:31 23:59:60", at(2016, 12, 31, 23, 59, 59), None),
        ("2024:06:14 15:30", at(2024, 6, 14, 15, 30), None),
        ("1969:07:20 20:17:40", at(1969, 7, 20, 20, 17, 40), None),
    ],
)
def test_dates_as_cameras_and_programs_write_them(text: str, moment: int, offset: int | None) -> None:
    assert parse_date(text) == Taken(moment, offset)


def test_offsets() -> None:
    assert [parse_offset(text) for text in ("+00:00", "-03:30", "+14:00", "Z")] == [0, -210, 840, 0]
    assert [parse_offset(text) for text in ("", "+15:00", "+02:75", "   :  ", 7, None, "02:00")] == [None] * 7


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("IMG_20240614_153012.jpg", at(2024, 6, 14, 15, 30, 12)),
        ("PXL_20240614_153012345.jpg", at(2024, 6, 14, 15, 30, 12) + 345),
        ("20240614_153012.heic", at(2024, 6, 14, 15, 30, 12)),
        ("20240614153012.jpg", at(2024, 6, 14, 15, 30, 12)),
        ("IMG_20240614_153012_1.jpg", at(2024, 6, 14, 15, 30, 12)),
        ("Screenshot_20240614-153012.png", at(2024, 6, 14, 15, 30, 12)),
        ("Screenshot_20240614-153012_Chrome.png", at(2024, 6, 14, 15, 30, 12)),
        ("Screenshot 2024-06-14 at 15.30.12.png", at(2024, 6, 14, 15, 30, 12)),
        ("Screenshot 2024-06-14 at 3.30.12 PM.png", at(2024, 6, 14, 15, 30, 12)),
        ("Screenshot 2024-06-14 at 12.30.12\u202fAM.png", at(2024, 6, 14, 0, 30, 12)),
        ("Screenshot from 2024-06-14 15-30-12.png", at(2024, 6, 14, 15, 30, 12)),
        ("Bildschirmfoto 2024-06-14 um 15.30.12.png", at(2024, 6, 14, 15, 30, 12)),
        ("2024-06-14 15.30.12.jpg", at(2024, 6, 14, 15, 30, 12)),
        ("2024-06-14_15-30-12.jpg", at(2024, 6, 14, 15, 30, 12)),
        ("photo_2024-06-14_15-30-12.jpg", at(2024, 6, 14, 15, 30, 12)),
        ("signal-2024-06-14-15-30-12-345.jpg", at(2024, 6, 14, 15, 30, 12) + 345),
        ("WhatsApp Image 2024-06-14 at 15.30.12.jpeg", at(2024, 6, 14, 15, 30, 12)),
        ("IMG-20240614-WA0001.jpg", at(2024, 6, 14, 12)),
        ("2024-06-14 beach.jpg", at(2024, 6, 14, 12)),
        ("20240614.jpg", at(2024, 6, 14, 12)),
        ("FB_IMG_1718379012345.jpg", 1718379012345),
    ],
)
def test_dates_in_file_names(name: str, moment: int) -> None:
    found = date_in_file_name(name)
    assert found is not None
    assert found.at_ms == moment


@pytest.mark.parametrize(
    "name",
    [
        "IMG_1234.jpg",
        "DSC00042.JPG",
        "20241399_101010.jpg",
        "30000101.jpg",
        "photo.jpg",
        "",
        "123456789012.jpg",
        "2024.jpg",
        "00010101_000000.jpg",
        "1080x1920.png",
        "20240230.jpg",
        "a" * 5000,
    ],
)
def test_names_without_a_date(name: str) -> None:
    assert date_in_file_name(name) is None


@pytest.mark.parametrize(
    ("make", "model", "expected"),
    [
        ("NIKON CORPORATION", "NIKON D70", ("Nikon", "D70")),
        ("Canon", "Canon EOS 40D", ("Canon", "EOS 40D")),
        ("EASTMAN KODAK COMPANY", "KODAK CX7530 ZOOM DIGITAL CAMERA", ("Kodak", "CX7530 ZOOM DIGITAL CAMERA")),
        ("OLYMPUS IMAGING CORP.  ", "E-M10           ", ("Olympus", "E-M10")),
        ("SONY\x00", "DSC-RX100\x00\x00", ("Sony", "DSC-RX100")),
        ("samsung", "SM-G930F", ("Samsung", "SM-G930F")),
        ("FUJIFILM", "X-T5", ("Fujifilm", "X-T5")),
        ("Apple", "iPhone 13 Pro Max", ("Apple", "iPhone 13 Pro Max")),
        ("LEICA CAMERA AG", "LEICA Q2", ("Leica", "Q2")),
        ("SIGMA", "SIGMA fp", ("Sigma", "fp")),
        ("Polyphony Digital Inc.", "Gran Turismo 5", ("Polyphony Digital", "Gran Turismo 5")),
        ("", "", ("", "")),
        (None, None, ("", "")),
        ("Corporation", "X", ("Corporation", "X")),
    ],
)
def test_cameras_are_named_as_people_name_them(make: object, model: object, expected: tuple[str, str]) -> None:
    assert clean_camera(make, model) == expected


def gps(latitude: object, longitude: object, **tags: object) -> dict[int, object]:
    found: dict[int, object] = {1: "N", 2: latitude, 3: "E", 4: longitude}
    found.update({int(key[1:]): value for key, value in tags.items()})
    return found


def test_places() -> None:
    here = place_of_exif(gps((43.0, 28.0, 2.8), (11.0, 53.0, 6.0), t1="S", t3="W", t5=b"\x01", t6=12.5))
    assert here is not None
    assert here.latitude == pytest.approx(-43.467444, abs=1e-6)
    assert here.longitude == pytest.approx(-11.885, abs=1e-6)
    assert here.altitude_m == -12.5


@pytest.mark.parametrize(
    "tags",
    [
        gps((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        gps((95.0, 0.0, 0.0), (11.0, 0.0, 0.0)),
        gps((45.0, 0.0, 0.0), (181.0, 0.0, 0.0)),
        gps((float("nan"),) * 3, (float("nan"),) * 3, t1="\x00", t3="\x00"),
        gps((IFDRational(1, 0), 0.0, 0.0), (11.0, 0.0, 0.0)),
        gps((45.0, 75.0, 0.0), (11.0, 0.0, 0.0)),
        gps("45", "11"),
        gps(b"45", None),
        gps((), ()),
        gps(((1, 2),), (3,)),
        {2: (45.0, 0.0, 0.0)},
        {},
    ],
)
def test_what_no_place_can_be_is_no_place(tags: dict[int, object]) -> None:
    assert place_of_exif(tags) is None


def test_an_impossible_altitude_is_left_out() -> None:
    here = place(45.0, 11.0, 1e9)
    assert here is not None
    assert here.altitude_m is None


def test_ratings_of_windows() -> None:
    assert read(exif_with({0x4746: 4})).rating == 4
    assert read(exif_with({0x4746: 9})).rating is None
    assert read(exif_with({0x4749: 75})).rating == 4
    assert read(exif_with({0x4749: 99})).rating == 5
    assert read().rating is None


def test_exposure_numbers_out_of_reason_are_left_out() -> None:
    good = read(exif_with(exif={0x829A: 0.004, 0x829D: 2.8, 0x8827: 400, 0x920A: 35.0, 0xA405: 52, 0xA434: "35mm F2"}))
    assert (good.exposure_s, good.f_number, good.iso) == (0.004, 2.8, 400)
    assert (good.focal_length_mm, good.focal_length_35mm, good.lens) == (35.0, 52.0, "35mm F2")
    bad = read(exif_with(exif={0x829D: IFDRational(1, 0), 0x8827: 65535, 0x920A: 0.0, 0xA405: 0, 0xA434: "----"}))
    assert (bad.exposure_s, bad.f_number, bad.iso) == (None, None, None)
    assert (bad.focal_length_mm, bad.focal_length_35mm, bad.lens) == (None, None, "")


@pytest.mark.parametrize(
    ("value", "expected"), [(0, 1), (9, 1), (6, 6), ((8,), 8), ("6", 1), (None, 1), (True, 1), (-1, 1), (65536, 1)]
)
def test_orientations_without_meaning_are_upright(value: object, expected: int) -> None:
    assert valid_orientation(value) == expected


INJECTIONS = [
    "<script>alert(1)</script>",
    "<b>bold</b> & <img src=file:///etc/passwd>",
    "'; DROP TABLE photo; --",
    '" OR 1=1 NEAR(x) *',
    "%s %n {0} ${HOME} $(id) `id`",
    "../../etc/passwd",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_markup_and_code_stay_the_letters_they_are(text: str) -> None:
    found = read(exif_with({0x10E: text, 0x131: text}))
    assert found.caption == text
    assert found.software == text
    assert clean_keywords([text]) == (text,)


def test_control_characters_escapes_and_direction_overrides_are_removed() -> None:
    assert clean_line("a\x1b[31mred\x1b[0m\x07b\x08\x00rest") == "aredb"
    assert clean_line("x\x1b]0;title\x07y") == "xy"
    assert clean_line("safe\u202egnp.exe\u2066") == "safegnp.exe"
    assert clean_line("a\r\nb\tc") == "a b c"
    assert clean_line("a\u2028b\u00a0c") == "a b c"
    assert clean_text("one\r\n two  three \x00 gone") == "one\ntwo three"
    assert clean_line("\ud800lonely") == "?lonely"
    assert clean_line("e\u0301") == "\u00e9"


def test_texts_are_bounded() -> None:
    assert len(clean_line("x" * 10_000_000)) == 300
    assert len(clean_text("x" * 10_000_000)) == 4000
    assert len(clean_keywords([str(i) for i in range(100_000)])) == 100
    assert len(read(exif_with({0x10E: "y" * 60_000})).caption) == 4000


def test_texts_in_every_encoding_that_cameras_use() -> None:
    assert clean_line("Ã¶sterreich") == "österreich"  # UTF-8 that was read as latin-1
    assert clean_line("Köln".encode("cp1252")) == "Köln"
    assert clean_line("東京".encode()) == "東京"
    assert decode_utf16("Grüße\x00rest".encode("utf-16-le")) == "Grüße"
    assert decode_utf16(tuple("ab".encode("utf-16-le"))) == "ab"
    assert decode_user_comment(b"ASCII\x00\x00\x00hello\x00") == "hello"
    assert decode_user_comment(b"UNICODE\x00" + "hällo".encode("utf-16-le")) == "hällo"
    assert decode_user_comment(b"\x00" * 60) == ""
    assert decode_user_comment(bytes(range(128, 250))) == ""


def test_keywords_are_kept_once() -> None:
    assert clean_keywords(["Dog", "dog ", "", "\x00", "Cat"]) == ("Dog", "Cat")


def iptc(*datasets: tuple[int, int, bytes]) -> bytes:
    return b"".join(
        bytes([0x1C, record, number]) + struct.pack(">H", len(body)) + body for record, number, body in datasets
    )


def test_iptc_blocks() -> None:
    block = iptc((1, 90, b"\x1b%G"), (2, 5, "Tür".encode()), (2, 25, b"red"), (2, 25, b"blue"), (2, 120, b"words"))
    block += iptc((2, 55, b"20240614"), (2, 60, b"153012+0200"))
    found = parse_iptc(block)
    assert (found.title, found.caption, found.keywords) == ("Tür", "words", ("red", "blue"))
    assert found.taken == Taken(at(2024, 6, 14, 15, 30, 12), 120)
    for cut in range(len(block)):
        parse_iptc(block[:cut])
    assert parse_iptc(iptc((2, 55, b"00000000"))).taken is None


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_exif_bytes_break_the_reader(block: bytes) -> None:
    exif = Image.Exif()
    try:
        exif.load(b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + block)
    except Exception:  # noqa: BLE001 - Pillow's own trouble comes before ours begins
        return
    found = read_metadata(Source(exif=exif, xmp=block, iptc=block), file_name=block.decode("latin-1"))
    assert found.latitude is None or -90 <= found.latitude <= 90


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.one_of(st.none(), st.text(max_size=8), st.integers(), st.binary(max_size=8)))
def test_no_text_breaks_the_date_readers(text: str, other: object) -> None:
    for found in (parse_date(text, offset=other, fraction=other), date_in_file_name(text)):
        assert found is None or isinstance(found.at_ms, int)
    line = clean_line(text)
    assert all(c.isprintable() for c in line)
    assert len(line) <= 300
    assert line == line.strip()


EXPECTED = {
    "dates/date-priority-test.jpg": {"taken_at_ms": at(2023, 2, 2, 2)},
    "dates/datetimeoriginal-gps.jpg": {"taken_at_ms": at(2025, 12, 1, 11, 30), "latitude": 39.0, "longitude": -108.0},
    "dates/gps-datetime.jpg": {"taken_at_ms": at(2023, 11, 15, 12, 30), "latitude": pytest.approx(37.7749)},
    "dates/time-created.jpg": {"taken_at_ms": None, "camera_model": "EOS R5"},
    "gps-position/empty_gps.jpg": {"latitude": None, "longitude": None, "camera_make": "Motorola"},
    "gps-position/thompson-springs.jpg": {"latitude": pytest.approx(39.115), "altitude_m": pytest.approx(1483.9)},
    "rating/mongolels.jpg": {"rating": 3, "title": "Mongol Els", "iso": 200},
    "tags/picasa.jpg": {"keywords": ("Frost", "Yard"), "camera_model": "PowerShot SD1100 IS"},
    "faces/portrait.jpg": {"keywords": ("Marie Curie", "Pierre Curie", "People")},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_known_photos_say_what_they_should(name: str, data_dir: Path) -> None:
    found = decode_photo(data_dir / "camera" / "immich-test-assets" / "metadata" / name).metadata
    assert {key: getattr(found, key) for key in EXPECTED[name]} == EXPECTED[name]


def test_heic_metadata_is_read(data_dir: Path) -> None:
    found = decode_photo(data_dir / "camera/immich-test-assets/formats/heic/IMG_2682.heic").metadata
    assert (found.camera_make, found.camera_model) == ("Apple", "iPhone 7")
    assert found.taken_at_ms == at(2019, 3, 21, 11, 4, 22) + 348
    assert found.latitude == pytest.approx(41.2203)


def test_photos_without_metadata_have_none(tmp_path: Path) -> None:
    found = decode_photo(write(tmp_path / "a.jpg", scene(32, 24))).metadata
    assert found == Metadata()
