"""Every setting: typed, documented, read once, handed on as arguments.

From the environment (``JIJU_DATA=…``) and from one file, ``jiju.toml`` in the working folder or the file that
``JIJU_CONFIG`` names; the environment wins. No other module reads either.
"""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Settings(BaseSettings):
    """All settings of Jiju. Each is documented in docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix="JIJU_", extra="forbid", frozen=True)

    data: Path = Field(Path("data"), description="folder of archive, snapshots and the embedded store")
    store: Literal["ladybug", "neo4j"] = Field(
        "ladybug", description="ladybug: embedded, nothing to start; neo4j: a server"
    )
    neo4j_uri: str = Field(
        "bolt://127.0.0.1:7687", description="where Neo4j answers: bolt://host:port or neo4j://host:port"
    )
    neo4j_user: str | None = Field(
        None, description="Neo4j user; without it no credentials are sent (a server with authentication off)"
    )
    neo4j_password: SecretStr | None = Field(None, description="Neo4j password")
    neo4j_home: Path | None = Field(
        None, description="folder of a Neo4j on this machine; a new database is then filled while the server is stopped"
    )
    neo4j_admin: str | None = Field(
        None, description="how its neo4j-admin is called, where that is not bin/neo4j-admin in its folder"
    )
    lang: Literal["zh", "en"] | None = Field(
        None, description="language of what is said of loaded files; without it LC_ALL, LC_MESSAGES and LANG tell"
    )
    ontology: Path | None = Field(None, description="a further ontology folder whose types are added")
    keep_snapshots: int = Field(
        5, ge=1, description="how many snapshots stay; the current one and the one that the store holds stay anyway"
    )
    lock_timeout: float = Field(600, ge=0, description="seconds to wait while another process builds or writes")
    host: str = Field("127.0.0.1", description="address that the server listens on")
    port: int = Field(8000, ge=0, le=65535, description="port that the server listens on")
    hosts: str | None = Field(
        None,
        description="names by which the server may be called, parted by commas, `*` for any; without it those of this "
        "machine if it listens to this machine alone, and any otherwise",
    )
    role: Literal["viewer", "analyst", "reviewer", "admin"] = Field(
        "viewer", description="role of a request that names none; personal data is masked below reviewer"
    )
    max_cost: int = Field(100_000, ge=1, description="highest price of a GraphQL query, in objects it may return")
    max_depth: int = Field(15, ge=1, description="deepest nesting of a GraphQL query")
    max_requests: int = Field(
        100, ge=1, description="requests under way at a time; more are sent away with 503 and Retry-After"
    )
    max_upload: int = Field(200_000_000, ge=1, description="largest file that POST /imports takes, in bytes")
    keep_uploads: float = Field(
        30, gt=0, description="days that an uploaded file stays; what was loaded of it stays for ever"
    )
    query_timeout: float = Field(30, gt=0, description="seconds after which a GraphQL request is given up")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - given by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - given by name
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = Path(os.environ.get("JIJU_CONFIG", "jiju.toml"))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file)

    @property
    def language(self) -> Literal["zh", "en"]:
        """The language of reports: Chinese where the setting, or else the machine, says so."""
        told = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
        return self.lang or ("zh" if told.casefold().startswith("zh") else "en")

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which the server may be called; none: any."""
        if self.hosts is None:
            local = self.host in ("localhost", "127.0.0.1", "::1")
            return ("localhost", "127.0.0.1", "[::1]") if local else ()
        told = tuple(name.strip() for name in self.hosts.split(",") if name.strip())
        return () if "*" in told else told

    @property
    def store_url(self) -> str:
        """What cypher.open takes: the server's address, or the embedded engine's folder."""
        return self.neo4j_uri if self.store == "neo4j" else str(self.data / "store")
