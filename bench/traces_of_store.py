"""Ordinary traces over one store: from serials upstream, from harvested lots downstream, of anything.

python -m bench.traces_of_store EVENTS SAMPLES        prints one JSON object
"""

import gc
import json
import random
import sys

from bench import engine, house, questions


def main(wanted: int, samples: int) -> None:
    taken = questions.Samples(random.Random(7), samples)
    loaded = engine.load(wanted, taken)
    gc.collect()
    gc.freeze()  # what the generator and the samples hold is no part of an answer's cost
    if house.connection.vendor == "postgresql":
        house.raw_connection().execute("ANALYZE")
    figures = {
        "events": loaded["events"],
        "bytes_of_relations": engine.size(engine.RELATION_TABLES, loaded["events"]),
        "traces": {
            "upstream": questions.traces((code, "up") for code in taken.serials.kept),
            "downstream": questions.traces((code, "down") for code in taken.lots),
            "either way": questions.traces(taken.either_way()),
        },
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
