"""Our server for the benchmark: one process, one store.

python -m bench.graphql.ours STORE SNAPSHOT PORT
"""

import sys
from pathlib import Path

import uvicorn

from cypher.open import open_store
from graph_api.app import create_app
from graph_api.context import AppContext
from ontology.model import load
from records import snapshot


def main(store: str, folder: str, port: str) -> None:
    ontology = load()
    with open_store(store, ontology, read_only=True) as opened:
        app = create_app(AppContext(ontology=ontology, store=opened, snapshot=snapshot.open(Path(folder))))
        uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
