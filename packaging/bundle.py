"""What a package of Reverie is made of: facts from pyproject.toml, what must be there, what is left out.

Standard library only: the spec, the packages of each system and their tests read it.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
NAME = "reverie"  # of the program and its folder
APP_NAME = "Reverie"
APP_ID = "io.github.reverie_photos.Reverie"  # reverse-DNS, for AppStream, macOS and Flatpak

LICENCE_FILES = ("LICENSE", "NOTICE")
RESOURCES = ("icons", "licences", "models", "places", "selftest", "translations")

# Found by the freezer through packages that can do more than is asked of them here.
UNUSED_MODULES = (
    *(
        "tkinter",
        "_tkinter",
        "readline",
        "PIL.ImageTk",
        "PIL._tkinter_finder",
        "turtle",
        "idlelib",
        "lib2to3",
        "ensurepip",
        "venv",
    ),
    *("pytest", "_pytest", "hypothesis", "setuptools", "pkg_resources", "pip", "wheel", "numpy.f2py", "pydoc_data"),
    *("numpy.testing.tests", "scipy._lib.tests", "sklearn.tests", "sklearn.datasets", "joblib.test"),
    *("matplotlib", "pandas", "IPython", "sympy", "onnxruntime.quantization", "onnxruntime.transformers"),
    *("onnxruntime.tools", "onnx", "torch", "pillow_heif", "skimage", "tifffile"),
    *("PIL.ImageQt", "PIL.ImageShow"),
)
UNUSED_QT = tuple(
    f"PySide6.{name}"
    for name in (
        *("QtQml", "QtQuick", "QtQuickWidgets", "QtQuickControls2", "QtQuickTest", "QtPdf", "QtPdfWidgets", "QtSql"),
        *("QtTest", "QtHelp", "QtDesigner", "QtUiTools", "QtXml", "QtPrintSupport", "QtOpenGL", "QtOpenGLWidgets"),
        *("QtConcurrent", "QtSvgWidgets", "QtExampleIcons"),
    )
)
# Plugins and data that hooks collect for any program. Matched against the path inside the bundle, '/' between parts.
UNUSED_PARTS = (
    "PySide6/Qt/qml/",
    "PySide6/Qt/plugins/platforms/libqeglfs",
    "PySide6/Qt/plugins/platforms/libqlinuxfb",
    "PySide6/Qt/plugins/platforms/libqminimalegl",
    "PySide6/Qt/plugins/platforms/libqvkkhrdisplay",
    "PySide6/Qt/plugins/platforms/libqvnc",
    "PySide6/Qt/plugins/platforms/libqminimal.",
    "PySide6/Qt/plugins/egldeviceintegrations/",
    "PySide6/Qt/plugins/generic/",
    "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboard",
    "PySide6/Qt/plugins/sqldrivers/",
    "PySide6/Qt/plugins/qmltooling/",
    "PySide6/Qt/plugins/networkinformation/",
    "PySide6/Qt/plugins/imageformats/libqpdf",
    "PySide6/Qt/plugins/imageformats/libqtga",
    "PySide6/Qt/plugins/imageformats/libqwbmp",
    "PySide6/Qt/plugins/imageformats/libqicns",
    "PySide6/Qt/plugins/imageformats/libqtiff",
    "PySide6/Qt/plugins/imageformats/libqwebp",
    "PySide6/Qt/plugins/imageformats/libqgif",
    "PySide6/Qt/plugins/tls/libqcertonly",
    "PySide6/QtQml",
    "PySide6/QtQuick",
)
UNUSED_LIBRARIES = (
    "Qt6Qml",
    "Qt6Quick",
    "Qt6Pdf",
    "Qt6VirtualKeyboard",
    "Qt6EglFS",
    "Qt6EglFs",
    "Qt6Sql",
    "Qt6Test",
    "Qt6Designer",
)
UNUSED_DATA = ("sklearn/datasets/", "scipy/datasets/", "onnxruntime/datasets/")
UNUSED_SUFFIXES = (".pyx", ".pxd", ".pxi", ".tp", ".h", ".hpp", ".cpp", ".c", ".f90", ".build", ".pyi", ".ts")
# Linux: what every desktop brings itself, newer than the machine of the build or at home with its other parts (fonts,
# themes, graphics drivers). The .deb names their packages; the optional GTK theme plugin finds them or is not used.
SYSTEM_LIBRARIES = tuple(
    f"lib{name}."
    for name in (
        *("mvec", "stdc++", "gcc_s"),
        *("glib-2.0", "gobject-2.0", "gio-2.0", "gmodule-2.0", "gthread-2.0", "pcre2-8", "mount"),
        *("blkid", "selinux", "fontconfig", "freetype", "expat", "png16", "brotlidec", "brotlicommon", "dbus-1"),
        *("systemd", "gcrypt", "gpg-error", "cap", "lz4", "X11", "X11-xcb", "xcb", "Xau", "Xdmcp", "bsd", "md"),
        *(
            "gtk-3",
            "gdk-3",
            "gdk_pixbuf-2.0",
            "atk-1.0",
            "atk-bridge-2.0",
            "atspi",
            "cairo",
            "cairo-gobject",
            "pango-1.0",
        ),
        *("pangocairo-1.0", "pangoft2-1.0", "epoxy", "harfbuzz", "graphite2", "fribidi", "thai", "datrie", "pixman-1"),
        *("Xcomposite", "Xcursor", "Xdamage", "Xinerama", "Xrandr", "Xrender", "Xi", "Xfixes", "Xext", "jpeg"),
    )
)


class BundleError(Exception):
    """Something that a package cannot do without is missing; the message is a plain sentence."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What pyproject.toml says of the program."""

    name: str
    version: str
    description: str
    licence: str


def facts(project: Path = PROJECT) -> Facts:
    """Returns name, version and their like as pyproject.toml has them."""
    table = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    return Facts(table["name"], table["version"], table["description"], table["license"])


def require_whole(project: Path = PROJECT) -> None:
    """Raises BundleError, naming everything that is missing, when a package of this checkout would not be whole."""
    resources = project / "resources"
    wrong = [f"the folder resources/{name} is missing" for name in RESOURCES if not (resources / name).is_dir()]
    wrong += [f"the licence text {name} is missing" for name in LICENCE_FILES if not (project / name).is_file()]
    wrong += wrong_models(resources) + missing_translations(resources)
    if wrong:
        raise BundleError(f"Reverie is not packaged: {'; '.join(wrong)}.")


def wrong_models(resources: Path) -> list[str]:
    """Returns a phrase for each model, data file or licence text of the manifest that is missing or another one."""
    models, licences = resources / "models", resources / "licences"
    try:
        manifest = json.loads((models / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return ["the manifest of the models is missing or damaged"]
    wrong = []
    for line in (*manifest["models"], *manifest["data"]):
        file = models / line["file"]
        if not file.is_file():
            wrong.append(f"the model {line['file']} is missing")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != line["sha256"]:
            wrong.append(f"the model {line['file']} is not the one of the manifest")
        licence = line.get("licence_file")
        if licence and not (licences / licence).is_file():
            wrong.append(f"the licence text {licence} is missing")
    return wrong


def missing_translations(resources: Path) -> list[str]:
    """Returns a phrase for each language whose catalogue was not compiled, or that there are none."""
    sources = sorted((resources / "translations").glob("reverie_*.ts"))
    missing = [source.with_suffix(".qm").name for source in sources if not source.with_suffix(".qm").is_file()]
    phrases = [f"the translation {name} is missing" for name in missing]
    return phrases if sources else ["the translations are missing"]


def languages(resources: Path = PROJECT / "resources") -> list[str]:
    """Returns the languages Reverie speaks besides English, as 'de'."""
    return sorted(file.stem.removeprefix("reverie_") for file in (resources / "translations").glob("reverie_*.qm"))


def is_used(inside: str, spoken: list[str], system: str) -> bool:
    """Says whether a file that the freezer found belongs into the bundle.

    Args:
        inside: its path inside the bundle.
        spoken: languages, whose Qt catalogues are kept.
        system: as `sys.platform` has it.
    """
    path = inside.replace("\\", "/")
    if path.startswith(UNUSED_DATA) or path.endswith(UNUSED_SUFFIXES):
        return False
    if system == "linux" and "/" not in path and path.startswith(SYSTEM_LIBRARIES):
        return False
    if path.startswith(("PySide6/Qt/translations/", "PySide6/translations/")):
        return Path(path).name in {f"qtbase_{language}.qm" for language in spoken}
    if path.startswith(UNUSED_PARTS):
        return False
    name = path.rpartition("/")[2]
    return not any(name.startswith((f"lib{library}", library)) for library in UNUSED_LIBRARIES)
