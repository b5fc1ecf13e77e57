"""Rebuild the list of communes: python3 tools/build_administrative_units.py FOLDER

    FOLDER/lamdong_units_2025.csv      124 units with code, point, area, names of what they were made of
    FOLDER/lamdong_units_pre2025.csv   the three old provinces, their districts and communes
    FOLDER/lamdong_commune_map.csv     old commune -> new commune
        ->  src/txng/parties/data/communes.csv, earlier_communes.csv

Names are put into NFC and one apostrophe; rows are sorted by code, so a new edition gives a readable
difference. Checks before it writes: 124 units, and no successor that is not among them.
"""

import csv
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/txng/parties/data"
UNITS = 124  # 103 xã, 20 phường, 1 đặc khu (Resolution 1671/NQ-UBTVQH15 of 16 June 2025)
KEPT_AS_IT_WAS = "giữ nguyên"
COMMUNE_COLUMNS = "code name kind longitude latitude area_km2 old_province merged_from".split()
EARLIER_COLUMNS = (
    "code name district_code district old_province valid_from valid_until successors".split()
)
SEEN_CHANGED = "2025-03-31"  # the second list; what changed since September 2024 changed before
DAY_BEFORE_SEEN = "2025-03-30"
LAST_DAY = "2025-06-30"  # of the old communes and districts


def written(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip()).replace("’", "'")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {name: written(value) for name, value in row.items()} for row in csv.DictReader(file)
        ]


def communes(folder: Path) -> list[dict[str, str]]:
    found = []
    for row in rows(folder / "lamdong_units_2025.csv"):
        predecessors = "" if row["merged_from"] == KEPT_AS_IT_WAS else row["merged_from"]
        found.append(
            {
                "code": row["code"],
                "name": row["full_name"],
                "kind": row["type"],
                "longitude": row["lon"],
                "latitude": row["lat"],
                "area_km2": row["area_km2"],
                "old_province": row["old_province"],
                "merged_from": "; ".join(filter(None, predecessors.split(", "))),
            }
        )
    return sorted(found, key=lambda row: row["code"])


def earlier_communes(folder: Path) -> list[dict[str, str]]:
    """Communes before 1 July 2025; one row for each name that a code bore.

    The list is of September 2024 and the map of March 2025. In between a few communes were joined:
    three codes got another name, eight were given up and have no successor here. No source here tells
    the day, so what was last seen in September is held until the map was drawn.
    """
    successors: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    for row in rows(folder / "lamdong_commune_map.csv"):
        successors[row["old_code"]].add(row["new_code"])
        names[row["old_code"]].add(row["old_commune"])
    found = []
    for row in sorted(rows(folder / "lamdong_units_pre2025.csv"), key=lambda r: r["commune_code"]):
        code, first_name, later_names = (
            row["commune_code"],
            row["commune"],
            names[row["commune_code"]],
        )
        found += [
            {
                "code": code,
                "name": name,
                "district_code": row["district_code"],
                "district": row["district"],
                "old_province": row["old_province"],
                "valid_from": "" if name == first_name else SEEN_CHANGED,
                "valid_until": LAST_DAY if name in later_names else DAY_BEFORE_SEEN,
                "successors": " ".join(sorted(successors[code])),
            }
            for name in sorted(later_names | {first_name})
        ]
    return found


def write(path: Path, columns: list[str], table: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("Expected one folder with the three CSV files: see the head of this file")
    folder = Path(sys.argv[1])
    now, before = communes(folder), earlier_communes(folder)
    if len(now) != UNITS:
        raise SystemExit(f"Expected {UNITS} communes, got {len(now)}")
    strangers = {code for row in before for code in row["successors"].split()}
    strangers -= {row["code"] for row in now}
    if strangers:
        raise SystemExit(f"Expected successors among the communes, got {sorted(strangers)}")
    TARGET.mkdir(parents=True, exist_ok=True)
    write(TARGET / "communes.csv", COMMUNE_COLUMNS, now)
    write(TARGET / "earlier_communes.csv", EARLIER_COLUMNS, before)
    print(f"{len(now)} communes, {len(before)} earlier communes -> {TARGET}")


if __name__ == "__main__":
    main()
