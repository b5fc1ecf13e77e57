"""Rebuild the face of official papers: python3 tools/tinos.py [--check]

    @fontsource/tinos 5.3.0 (npm)  ->  src/txng/documents/fonts/Tinos-*.ttf, LICENSE.txt

The package holds each style in pieces by script, and a PDF embeds one face for a word: the pieces latin,
latin-ext and vietnamese are merged into one TrueType file a style. Needs npm, and fonttools with brotli
(`pip install fonttools brotli`), which nothing else here needs. With `--check` the files on disk are looked
at without the network: each style has every Vietnamese letter.
"""

import argparse
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE, VERSION = "@fontsource/tinos", "5.3.0"
FONTS = Path(__file__).parents[1] / "src/txng/documents/fonts"
STYLES = {
    "400-normal": "Regular",
    "700-normal": "Bold",
    "400-italic": "Italic",
    "700-italic": "BoldItalic",
}
SCRIPTS = ("latin", "latin-ext", "vietnamese")
LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
)


def main() -> int:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument(
        "--check", action="store_true", help="look at the files, without the network"
    )
    if not asked.parse_args().check:
        build()
    return check()


def build() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        subprocess.run(["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=work, check=True)
        (archive,) = work.glob("*.tgz")
        with tarfile.open(archive) as packed:
            packed.extractall(work, filter="data")
        for style, name in STYLES.items():
            merged(work, style, FONTS / f"Tinos-{name}.ttf")
        licence = (work / "package/LICENSE").read_text(encoding="utf-8")
        (FONTS / "LICENSE.txt").write_text(licence, encoding="utf-8")


def merged(work: Path, style: str, to: Path) -> None:
    from fontTools.merge import Merger  # type: ignore[import-not-found]
    from fontTools.ttLib import TTFont  # type: ignore[import-not-found]

    parts = []
    for script in SCRIPTS:
        piece = work / f"package/files/tinos-{script}-{style}.woff2"
        font = TTFont(piece, recalcTimestamp=False)
        font.flavor = None
        part = work / f"{script}-{style}.ttf"
        font.save(part)
        parts.append(str(part))
    whole = Merger().merge(parts)
    head, first = whole["head"], TTFont(parts[0])["head"]
    head.created, head.modified = (
        first.created,
        first.modified,
    )  # not our clock: the same bytes each time
    whole.recalcTimestamp = False
    whole.save(to)
    print(f"{to.name}: {to.stat().st_size} bytes, {len(whole.getBestCmap())} signs")


def check() -> int:
    from reportlab.pdfbase.ttfonts import TTFontFile

    wrong = []
    for name in STYLES.values():
        known = TTFontFile(str(FONTS / f"Tinos-{name}.ttf")).charToGlyph
        wrong += [
            f"Tinos-{name}: no {one}" for one in LETTERS + LETTERS.upper() if ord(one) not in known
        ]
    print("\n".join(wrong) or "Every Vietnamese letter is in every style.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
