"""XMP packets and sidecars: read what they say, refuse what they try."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.domain.photo import DateSource
from desktop_app.imaging.dates import Taken
from desktop_app.imaging.decode import decode_photo
from desktop_app.imaging.formats import sidecar_names
from desktop_app.imaging.xmp import MAX_PACKET_BYTES, parse_packet, read_sidecar
from tests.imaging.pictures import scene, write

NAMESPACES = (
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:digiKam="http://www.digikam.org/ns/1.0/" '
    'xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/"'
)


def packet(attributes: str = "", body: str = "") -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {NAMESPACES} {attributes}>{body}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    ).encode()


def bag(name: str, *items: str) -> str:
    return f"<{name}><rdf:Bag>" + "".join(f"<rdf:li>{item}</rdf:li>" for item in items) + f"</rdf:Bag></{name}>"


FULL = packet(
    'xmp:Rating="4" photoshop:DateCreated="2024-06-14T15:30:12.250+02:00" exif:GPSLatitude="40,14.078645N" '
    'exif:GPSLongitude="76,17,13.7W" exif:GPSAltitude="1234/10" exif:GPSAltitudeRef="0"',
    bag("dc:subject", "dog", "beach")
    + bag("lr:hierarchicalSubject", "Animals|Dog|Rex")
    + bag("digiKam:TagsList", "Places/Italy")
    + '<dc:title><rdf:Alt><rdf:li xml:lang="de">Titel</rdf:li>'
    + '<rdf:li xml:lang="x-default">Title</rdf:li></rdf:Alt></dc:title>'
    + '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">A caption &lt;b&gt;</rdf:li></rdf:Alt></dc:description>',
)
MOMENT = int(datetime(2024, 6, 14, 15, 30, 12, 250_000, tzinfo=UTC).timestamp() * 1000)


def test_a_packet_is_read_whole() -> None:
    found = parse_packet(FULL)
    assert found is not None
    assert (found.rating, found.title, found.caption) == (4, "Title", "A caption <b>")
    assert found.keywords == ("dog", "beach", "Rex", "Animals", "Italy", "Places")
    assert found.taken == Taken(MOMENT, 120)
    assert found.place is not None
    assert found.place.latitude == pytest.approx(40.234644, abs=1e-6)
    assert found.place.longitude == pytest.approx(-76.287139, abs=1e-6)
    assert found.place.altitude_m == pytest.approx(123.4)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "latin-1"])
def test_packets_in_other_encodings(encoding: str) -> None:
    text = FULL.decode().replace("\ufeff", "").replace("Title", "Tür")
    raw = text.encode(encoding)
    if encoding == "utf-16-le":
        raw = b"\xff\xfe" + raw
    elif encoding == "utf-16-be":
        raw = b"\xfe\xff" + raw
    found = parse_packet(raw)
    assert found is not None
    assert found.title == "Tür"


@pytest.mark.parametrize(
    ("text", "rating"),
    [("-1", -1), ("0", 0), ("5", 5), ("3.0", 3), ("6", None), ("NaN", None), ("inf", None), ("five", None), ("", None)],
)
def test_ratings(text: str, rating: int | None) -> None:
    found = parse_packet(packet(f'xmp:Rating="{text}"'))
    assert found is not None
    assert found.rating == rating


def test_the_stars_of_windows_are_percent() -> None:
    stars = [parse_packet(packet(f'MicrosoftPhoto:Rating="{p}"')) for p in (0, 1, 25, 50, 75, 99)]
    assert [found.rating for found in stars if found] == [0, 1, 2, 3, 4, 5]


def test_elements_and_attributes_are_the_same() -> None:
    found = parse_packet(packet(body="<xmp:Rating>2</xmp:Rating><xmp:CreateDate>2020-01-02T03:04:05</xmp:CreateDate>"))
    assert found is not None
    assert found.rating == 2
    assert found.taken == Taken(int(datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC).timestamp() * 1000))


@pytest.mark.parametrize(
    "place",
    [
        'exif:GPSLatitude="0,0N" exif:GPSLongitude="0,0E"',
        'exif:GPSLatitude="95,0N" exif:GPSLongitude="10,0E"',
        'exif:GPSLatitude="40,75N" exif:GPSLongitude="10,0E"',
        'exif:GPSLatitude="40,1E" exif:GPSLongitude="10,0N"',
        'exif:GPSLatitude="40,1N"',
        'exif:GPSLatitude="nan" exif:GPSLongitude="nan"',
    ],
)
def test_impossible_places_are_none(place: str) -> None:
    found = parse_packet(packet(place))
    assert found is not None
    assert found.place is None


def doctype(entities: str, value: str) -> bytes:
    return f"<!DOCTYPE x [{entities}]>".encode() + packet(f'xmp:Rating="3" dc:title="{value}"')


def test_entities_are_refused_and_nothing_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("opened")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(10))
    for hostile in (
        doctype(f'<!ENTITY x SYSTEM "file://{secret}">', "&x;"),
        doctype('<!ENTITY x SYSTEM "http://localhost:1/x">', "&x;"),
        doctype('<!ENTITY % x SYSTEM "http://localhost:1/x"> %x;', "y"),
        doctype(laughs, "&l9;"),
        doctype("", "y"),
        b'<!DOCTYPE x PUBLIC "a" "http://localhost:1/x.dtd">' + packet('xmp:Rating="3"'),
    ):
        began = time.monotonic()
        assert parse_packet(hostile) is None
        assert time.monotonic() - began < 60


def test_a_packet_beyond_the_cap_is_not_read(tmp_path: Path) -> None:
    long = packet(body=bag("dc:subject", "dog")) + b" " * (MAX_PACKET_BYTES + 1)
    assert parse_packet(long) is None
    sidecar = tmp_path / "a.xmp"
    with sidecar.open("wb") as stream:
        stream.truncate(100 << 20)
    began = time.monotonic()
    assert read_sidecar(tmp_path / "a.jpg") is None
    assert time.monotonic() - began < 60


def test_deep_and_wide_packets_are_survived() -> None:
    assert parse_packet(b"<a>" * 120_000 + b"</a>" * 120_000) is not None
    assert parse_packet(b"<a>" * 120_000) is None
    wide = parse_packet(packet(body=bag("dc:subject", *(f"word{i}" for i in range(20_000)))))
    assert wide is not None
    assert len(wide.keywords) == 100


@pytest.mark.parametrize(
    "junk", [b"", b"\x00" * 50, b"not xml", b"<", b"<?xml version='1.0' encoding='x-none'?><a/>", b"\xff\xfe"]
)
def test_junk_is_no_packet(junk: bytes) -> None:
    assert parse_packet(junk) is None


def test_sidecars_of_both_names_are_found_and_the_fuller_name_wins(tmp_path: Path) -> None:
    photo = write(tmp_path / "IMG.jpg", scene(32, 24))
    assert read_sidecar(photo) is None
    (tmp_path / "IMG.xmp").write_bytes(packet('xmp:Rating="2"'))
    short = read_sidecar(photo)
    assert short is not None
    assert short.rating == 2
    (tmp_path / "IMG.jpg.xmp").write_bytes(packet('xmp:Rating="5"'))
    whole = read_sidecar(photo)
    assert whole is not None
    assert whole.rating == 5
    assert sidecar_names(Path("/a.b/c"))[0] == "/a.b/c.xmp"


def test_a_sidecar_wins_over_the_file(tmp_path: Path) -> None:
    inside = packet('xmp:Rating="1" photoshop:DateCreated="2001-01-01T00:00:00"', bag("dc:subject", "old"))
    photo = write(tmp_path / "a.jpg", scene(32, 24), xmp=inside)
    alone = decode_photo(photo).metadata
    assert (alone.rating, alone.keywords, alone.date_source) == (1, ("old",), DateSource.EXIF)
    (tmp_path / "a.xmp").write_bytes(FULL)
    both = decode_photo(photo).metadata
    assert (both.rating, both.title, both.keywords[:2]) == (4, "Title", ("dog", "beach"))
    assert (both.taken_at_ms, both.date_source) == (MOMENT, DateSource.SIDECAR)
    (tmp_path / "a.xmp").write_bytes(packet('xmp:Rating="3"'))
    partial = decode_photo(photo).metadata
    assert (partial.rating, partial.keywords, partial.date_source) == (3, ("old",), DateSource.EXIF)


def test_a_hostile_sidecar_does_not_hurt_its_photo(tmp_path: Path) -> None:
    photo = write(tmp_path / "a.jpg", scene(32, 24))
    (tmp_path / "a.jpg.xmp").write_bytes(doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"))
    assert decode_photo(photo).metadata.title == ""
    (tmp_path / "b.jpg.xmp").mkdir()
    assert decode_photo(write(tmp_path / "b.jpg", scene(32, 24))).metadata.rating is None


def test_embedded_packets_of_every_format_are_read(tmp_path: Path) -> None:
    for kind in ("JPEG", "WEBP", "TIFF", "AVIF", "HEIF"):
        content = packet('xmp:Rating="3"')
        options = {"tiffinfo": {700: content}} if kind == "TIFF" else {"xmp": content}
        found = decode_photo(write(tmp_path / "a", scene(32, 24), kind, **options)).metadata
        assert found.rating == 3, kind


def test_known_sidecars_say_when(data_dir: Path) -> None:
    folder = data_dir / "camera" / "immich-test-assets"
    for year in (2000, 2010, 2020):
        found = parse_packet((folder / "metadata" / "xmp" / "dates" / f"{year}.xmp").read_bytes())
        assert found is not None
        assert found.taken is not None
        assert found.taken.at_ms == int(datetime(year, 9, 27, 14, 35, 33, tzinfo=UTC).timestamp() * 1000)
    odd = parse_packet((folder / "problems" / "xmp" / "iso-value-array" / "iso-value-array.xmp").read_bytes())
    assert odd is not None
    assert odd.place is not None
    assert odd.camera_model == "Canon PowerShot SX120 IS"
