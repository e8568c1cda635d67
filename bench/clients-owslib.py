"""Reads collections of OGC API - Features with OWSLib, page by page along the links "next".

Arguments: address of the service, size of a page, collections. Prints a line for each: collection, features, ids, seconds.
"""

import sys
import time
from urllib.parse import parse_qs, urlsplit

from owslib.ogcapi.features import Features


def read(service: Features, collection: str, page: int) -> tuple[int, set[str]]:
    features, ids, more = 0, set(), {}
    while True:
        answer = service.collection_items(collection, limit=page, **more)
        features += len(answer["features"])
        ids.update(feature["id"] for feature in answer["features"])
        following = [link["href"] for link in answer["links"] if link["rel"] == "next"]
        if not following:
            return features, ids
        given = parse_qs(urlsplit(following[0]).query)
        more = {name: values[0] for name, values in given.items() if name not in ("limit", "f")}


def main() -> None:
    service = Features(sys.argv[1])
    known = {collection["id"] for collection in service.collections()["collections"]}
    for collection in sys.argv[3:]:
        if collection not in known:
            sys.exit(f"the service names no collection {collection}")
        start = time.monotonic()
        features, ids = read(service, collection, int(sys.argv[2]))
        print(collection, features, len(ids), f"{time.monotonic() - start:.1f}", flush=True)


main()
