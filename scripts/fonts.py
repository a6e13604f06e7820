"""Cut the portal's fonts out of the whole ones: Latin with all Vietnamese marks, in two weights, one file each.

``uv run --no-project --with fonttools --with brotli scripts/fonts.py`` writes them anew; that is needed only when the
whole fonts under ``src/caunoi/papers/fonts`` change.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHOLE = ROOT / "src" / "caunoi" / "papers" / "fonts"
CUT = ROOT / "src" / "caunoi" / "web" / "portal" / "static" / "portal" / "fonts"
WEIGHTS = {"400": "BeVietnamPro_400Regular.ttf", "600": "BeVietnamPro_600SemiBold.ttf"}
LETTERS = (
    "U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,"
    "U+0303,U+0309,U+0323,U+1EA0-1EF9,U+20AB,U+2010-2015,U+2018-201A,U+201C-201E,U+2020-2022,U+2026,U+2030,"
    "U+2032-2033,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265"
)


def main() -> None:
    """Write both files."""
    for weight, name in WEIGHTS.items():
        cut = CUT / f"reading-{weight}.woff2"
        arguments = [
            f"--unicodes={LETTERS}",
            "--layout-features=kern,mark,mkmk,ccmp,locl,tnum,liga",
            "--flavor=woff2",
            f"--output-file={cut}",
        ]
        subprocess.run([sys.executable, "-m", "fontTools.subset", str(WHOLE / name), *arguments], check=True)
        print(f"{cut.relative_to(ROOT)}: {cut.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
