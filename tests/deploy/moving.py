"""Moves what was just fetched below the folder of the walk; or makes the certificate that an authority would give."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from tests.deploy.place import DEPLOY, Place, certify


def main() -> None:
    """Do what the arguments say."""
    http, https = (int(port) for port in os.environ["PLACE_PORTS"].split())
    place = Place(Path(os.environ["PLACE"]), http=http, https=https)
    if sys.argv[1] == "--certificate":
        certify(place.at(f"/etc/letsencrypt/live/{sys.argv[2]}"), sys.argv[2])
        return
    for path in sorted((Path(sys.argv[1]) / DEPLOY.name).rglob("*")):
        if path.is_file():
            text = place.moved(path.read_text(encoding="utf-8"))
            text = text.replace("BASE_URL=https://co-quan.example.vn", f"BASE_URL=https://co-quan.example.vn:{https}")
            text = re.sub(r"(?m)^CAUNOI_DATABASE_URL=.*$", f"CAUNOI_DATABASE_URL={os.environ['PLACE_DATABASE']}", text)
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
