"""``install`` on a machine that has not the accounts of a server: owners that are not there are left out."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the real program."""
    program, as_root, *given = sys.argv[1:]
    kept = []
    while given:
        word = given.pop(0)
        if word in {"-o", "-g"}:
            owner = given.pop(0)
            if owner == "www-data" and as_root == "1":
                kept += [word, owner]
        else:
            kept.append(word)
    os.execv(program, [program, *kept])


if __name__ == "__main__":
    main()
