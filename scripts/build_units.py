"""Build the data of administrative units that the project ships, from the packages of the group ``units``.

Run with ``uv run --group units python scripts/build_units.py``; see docs/decisions/0001. Former units end and today's
begin on 1 July 2025; every one of them is a row of its own, also where name and territory stayed.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import vietnam_provinces
import vietnamadminunits

TURN = "2025-07-01"
DATA = Path(__file__).resolve().parent.parent / "src" / "caunoi" / "directory" / "data"
# grave, acute, tilde, hook above, dot below; other marks make another letter
TONES = "\u0300\u0301\u0303\u0309\u0323"
PREFIXES = ("Thành phố", "Thị trấn", "Thị xã", "Đặc khu", "Phường", "Huyện", "Quận", "Tỉnh", "Xã")


def split(full_name: str) -> tuple[str, str]:
    """Return kind and name of "Phường Hòa Khánh"; raises ValueError for a name without its kind."""
    full_name = " ".join(unicodedata.normalize("NFC", full_name).split())
    for prefix in PREFIXES:
        if full_name.casefold().startswith(f"{prefix} ".casefold()):
            return prefix, full_name[len(prefix) + 1 :]
    raise ValueError(full_name)


def main() -> None:
    """Write units.csv and successions.csv."""
    folder = Path(vietnamadminunits.__file__).parent / "data"
    database = sqlite3.connect(folder / "dataset.db")
    database.row_factory = sqlite3.Row
    former = list(database.execute("select * from admin_units_legacy"))
    today = list(database.execute("select * from admin_units"))
    converter = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    official = official_codes(today)

    units: dict[str, tuple[str, ...]] = {}
    for row in former:
        province, district = f"o{row['provinceCode']}", f"o{row['districtCode']}"
        units[province] = (row["provinceCode"], "province", *split(row["province"]), "", "", TURN)
        units[district] = (row["districtCode"], "district", *split(row["district"]), province, "", TURN)
        if row["ward"]:
            units[f"o{row['wardCode']}"] = (row["wardCode"], "commune", *split(row["ward"]), district, "", TURN)
    for row in today:
        province = f"n{row['provinceCode']}"
        units[province] = (row["provinceCode"], "province", *split(row["province"]), "", TURN, "")
        code = official[row["wardCode"]]
        units[f"n{code}"] = (code, "commune", *split(row["ward"]), province, TURN, "")

    successions = links(former, today, converter, units, official)
    DATA.mkdir(exist_ok=True)
    write(
        "units.csv",
        ("key", "code", "level", "prefix", "name", "parent", "from", "to"),
        [(k, *v) for k, v in sorted(units.items())],
    )
    write("successions.csv", ("predecessor", "successor", "kind"), sorted(successions))


def official_codes(today: list[sqlite3.Row]) -> dict[str, str]:
    """Return code in vietnamadminunits -> code in vietnam-provinces, which follows the statistics office.

    The packages give 123 communes different codes and write some names differently; they are matched by province and
    spelling, blind to the place of tone marks. Raises SystemExit unless that is one to one.
    """
    flat = json.loads(
        (Path(vietnam_provinces.__file__).parent / "data" / "flat-divisions.json").read_text(encoding="utf-8")
    )
    theirs = {(spelling(e["province_name"]), spelling(e["name"])): f"{e['code']:05d}" for e in flat}
    ours = {(spelling(row["province"]), spelling(row["ward"])): row["wardCode"] for row in today}
    if not len(theirs) == len(ours) == len(flat) == len(today) or theirs.keys() != ours.keys():
        raise SystemExit(f"Not one to one: {sorted(theirs.keys() ^ ours.keys())[:20]}")
    different = sum(theirs[key] != code for key, code in ours.items())
    print(f"{len(ours)} communes in both packages, {different} with different codes")
    return {code: theirs[key] for key, code in ours.items()}


def spelling(name: str) -> str:
    """Return a key of a name that is the same for "Hoà" and "Hòa", "M’Drắk" and "M'Drắk", "TP" and "Thành phố"."""
    decomposed = unicodedata.normalize("NFD", re.sub(r"^(tỉnh |thành phố |tp\.? ?)", "", name.casefold()))
    words = []
    for word in re.sub(r"[^\w\s\u0300-\u036f]+", " ", decomposed).split():
        tones = "".join(c for c in word if c in TONES)
        words.append("".join(c for c in word if c not in TONES) + tones)
    return " ".join(words)


def links(
    former: list[sqlite3.Row],
    today: list[sqlite3.Row],
    converter: dict[str, dict[str, dict[str, list[Any]]]],
    units: dict[str, tuple[str, ...]],
    official: dict[str, str],
) -> set[tuple[str, str, str]]:
    """Return (predecessor, successor, kind): every successor of a divided unit, none preferred."""
    found = successors_of_communes(former, today, converter, official)
    # Seven provinces kept their name and got another code: before and after are looked up apart.
    code_before = {row["provinceKey"]: row["provinceCode"] for row in former}
    code_after = {row["provinceKey"]: row["provinceCode"] for row in today}
    for new, olds in converter["DICT_PROVINCE"].items():
        for old in olds:
            found[f"o{code_before[old]}"].add(f"n{code_after[new]}")
    predecessors: dict[str, set[str]] = defaultdict(set)
    for old, successors in found.items():
        for new in successors:
            if units[old][1] == units[new][1]:
                predecessors[new].add(old)
    return {
        (old, new, kind(units, old, new, successors, predecessors))
        for old, successors in found.items()
        for new in successors
    }


def successors_of_communes(
    former: list[sqlite3.Row],
    today: list[sqlite3.Row],
    converter: dict[str, dict[str, dict[str, list[Any]]]],
    official: dict[str, str],
) -> dict[str, set[str]]:
    """Return the successors of each former commune, and of its district; a district without communes has its own."""
    new_key = {(row["provinceKey"], row["wardKey"]): f"n{official[row['wardCode']]}" for row in today}
    successors: dict[str, set[str]] = defaultdict(set)
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            for old in olds:
                successors[old].add(new_key[province, ward])
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            successors[old] |= {new_key[province, part["newWardKey"]] for part in parts}
    found: dict[str, set[str]] = defaultdict(set)
    for row in former:
        new = successors[f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"]
        found[f"o{row['districtCode']}"] |= new
        if row["ward"]:
            found[f"o{row['wardCode']}"] |= new
    return found


def kind(
    units: dict[str, tuple[str, ...]], old: str, new: str, successors: set[str], predecessors: dict[str, set[str]]
) -> str:
    """Return how ``old`` became ``new``."""
    if len(successors) > 1:
        return "split"
    if len(predecessors[new]) > 1 or units[old][1] != units[new][1]:
        return "merged"
    return "continued" if units[old][2:4] == units[new][2:4] else "renamed"


def write(name: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Write one table."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


if __name__ == "__main__":
    main()
