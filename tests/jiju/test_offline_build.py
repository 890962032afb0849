"""`jiju build` with Neo4j on this machine: a new database is filled while the server is stopped, then over Bolt."""

import shlex
from pathlib import Path

from jiju.jobs import Workspace
from jiju.settings import Settings
from support import neo4j_server

FIRMS = """
source: {id: firms, title: 名录}
file: firms.csv
entities: {firm: {type: Enterprise, properties: {name: 名称}}}
"""


def load(space: Workspace, folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "firms.yaml").write_text(FIRMS, encoding="utf-8")
    (folder / "firms.csv").write_text("名称,备注\n" + "".join(f"{name},\n" for name in names), encoding="utf-8")
    assert all(not taken.refused for taken in space.load([folder / "firms.csv"], mapping=folder / "firms.yaml"))


def test_a_new_database_is_imported_and_then_kept_up_over_bolt(tmp_path: Path) -> None:
    home = tmp_path / "neo4j"
    neo4j_server.configure(home, 0, "512m", "256m", auth=False)
    told = {
        "data": tmp_path / "data",
        "store": "neo4j",
        "neo4j_home": home,
        "neo4j_admin": shlex.join(neo4j_server.admin_command()),
    }
    space = Workspace(Settings.model_validate(told))
    load(space, tmp_path / "files", "金锣集团有限公司", "兰山板材厂")
    built = space.build()
    assert built.offline
    assert built.published is not None
    assert built.published.nodes == {"Enterprise": 2}
    with neo4j_server.Neo4jServer.start(home=home) as running:
        space = Workspace(Settings.model_validate({**told, "neo4j_uri": running.uri}))
        with space.open_store() as store:
            store.ensure_schema()
            assert store.data_version() == built.snapshot.data_version
        load(space, tmp_path / "files", "金锣集团有限公司", "兰山板材厂", "罗庄陶瓷厂")
        again = space.build()
        assert not again.offline
        with space.open_store(read_only=True) as store:
            assert [hit.name for hit in store.search("陶瓷")] == ["罗庄陶瓷厂"]
            assert store.counts()["Enterprise"] == 3
