"""What macOS is told of the program: Info.plist, and its texts in other languages. Standard library only."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
sys.path[:0] = [str(HERE.parent), str(PROJECT)]

import bundle  # noqa: E402

from desktop_app.imaging.formats import Format  # noqa: E402

OLDEST_MACOS = "14.0"  # of the wheels of Qt and onnxruntime
BUNDLE_ID = bundle.APP_ID.replace("_", "-")  # here an underscore is not allowed
CONTENT_TYPES = {
    Format.JPEG: ("public.jpeg",),
    Format.PNG: ("public.png",),
    Format.WEBP: ("org.webmproject.webp",),
    Format.GIF: ("com.compuserve.gif",),
    Format.TIFF: ("public.tiff",),
    Format.BMP: ("com.microsoft.bmp",),
    Format.HEIC: ("public.heic", "public.heif"),
    Format.AVIF: ("public.avif",),
    Format.RAW: ("public.camera-raw-image",),
}
# Asked when the program first reads such a place; a program without these texts is refused, or ended.
USAGE = {
    "en": {
        "NSDesktopFolderUsageDescription": "Reverie shows the photos that lie on your desktop. It never changes them.",
        "NSDocumentsFolderUsageDescription": "Reverie shows the photos in your documents. It never changes them.",
        "NSDownloadsFolderUsageDescription": "Reverie shows the photos in your downloads. It never changes them.",
        "NSNetworkVolumesUsageDescription": "Reverie shows the photos on network drives that you added.",
        "NSPhotoLibraryUsageDescription": "Reverie reads photos that you drag out of Photos, to find similar ones.",
        "NSRemovableVolumesUsageDescription": "Reverie shows the photos on disks and cards that you added.",
    },
    "de": {
        "NSDesktopFolderUsageDescription": "Reverie zeigt die Fotos auf deinem Schreibtisch. Es ändert sie nie.",
        "NSDocumentsFolderUsageDescription": "Reverie zeigt die Fotos in deinen Dokumenten. Es ändert sie nie.",
        "NSDownloadsFolderUsageDescription": "Reverie zeigt die Fotos in deinen Downloads. Es ändert sie nie.",
        "NSNetworkVolumesUsageDescription": "Reverie zeigt die Fotos auf Netzlaufwerken, die du hinzugefügt hast.",
        "NSPhotoLibraryUsageDescription": "Reverie liest Fotos, die du aus Fotos ziehst, um ähnliche zu suchen.",
        "NSRemovableVolumesUsageDescription": "Reverie zeigt die Fotos auf Laufwerken, die du hinzugefügt hast.",
    },
}


def info_plist(facts: bundle.Facts) -> dict[str, object]:
    """Returns the values that Info.plist has besides those of PyInstaller, which they replace."""
    numbers = facts.version.split("rc")[0]  # three whole numbers at most
    return {
        "CFBundleDevelopmentRegion": "en",
        "CFBundleDisplayName": bundle.APP_NAME,
        "CFBundleIdentifier": BUNDLE_ID,
        "CFBundleLocalizations": sorted(USAGE),
        "CFBundleName": bundle.APP_NAME,
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": numbers,
        "CFBundleVersion": numbers,
        "LSApplicationCategoryType": "public.app-category.photography",
        "LSMinimumSystemVersion": OLDEST_MACOS,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": f"Copyright the Reverie developers, {facts.licence}",
        "NSPrincipalClass": "NSApplication",
        "NSRequiresAquaSystemAppearance": False,  # follows the dark appearance
        "CFBundleDocumentTypes": [
            _document_type("Photo", [each for kinds in CONTENT_TYPES.values() for each in kinds]),
            _document_type("Folder of photos", ["public.folder"]),
        ],
        **USAGE["en"],
    }


def _document_type(name: str, content_types: list[str]) -> dict[str, object]:
    return {
        "CFBundleTypeName": name,
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Alternate",  # offered under "Open with", never the program that opens by itself
        "LSItemContentTypes": content_types,
    }


def strings(language: str) -> str:
    """Returns InfoPlist.strings of one language."""
    return "".join(f'"{key}" = "{text}";\n' for key, text in sorted(USAGE[language].items()))
