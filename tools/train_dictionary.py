"""Train a zstd dictionary for the event store on the demonstration province.

    .venv/bin/python tools/train_dictionary.py 1        writes src/txng/eventstore/dictionaries/1.zdict
    .venv/bin/python tools/train_dictionary.py 1001     from 1001 on: for the statements of events

A number is never used twice: what is stored already refers to it. Prints the ratio on events that the
dictionary was not trained on.
"""

import sys
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import msgspec
import zstandard

from txng.demo import province
from txng.epcis.json_ld import read_document
from txng.epcis.statements import statement_of
from txng.eventstore.compression import STATEMENTS

SIZE = {False: 64 * 1024, True: 16 * 1024}
SAMPLES = 40_000
FOLDER = Path(__file__).resolve().parents[1] / "src" / "txng" / "eventstore" / "dictionaries"


def main(number: int) -> None:
    target = FOLDER / f"{number}.zdict"
    if target.exists():
        raise SystemExit(f"{target.name} exists: choose the next number")
    now = datetime(2026, 11, 1, tzinfo=UTC)
    of_statements = number >= STATEMENTS
    payloads: list[bytes | bytearray | memoryview] = [
        msgspec.msgpack.encode(statement_of(draft.event)) if of_statements else draft.payload
        for document in islice(province.documents("province"), 4000)
        for draft in read_document(msgspec.json.encode(document.document), now=now).drafts
    ]
    step = max(len(payloads) // SAMPLES, 1)
    trained, held_out = payloads[::step], payloads[1 :: step * 7]
    dictionary = zstandard.train_dictionary(SIZE[of_statements], trained, level=3)
    FOLDER.mkdir(exist_ok=True)
    target.write_bytes(dictionary.as_bytes())
    compressor = zstandard.ZstdCompressor(level=3, dict_data=dictionary)
    packed = sum(len(compressor.compress(payload)) for payload in held_out)
    whole = sum(map(len, held_out))
    print(f"{target.name}: {len(trained)} events trained on, ratio {packed / whole:.3f} held out")


if __name__ == "__main__":
    main(int(sys.argv[1]))
