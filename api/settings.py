"""Settings, read from PASSERELLE_* environment variables; the only reader of the environment."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import PasserelleError

PREFIX = "PASSERELLE_"


class SettingsError(PasserelleError):
    """A setting is unknown or has a value that cannot be used; names it."""


class Settings(BaseSettings):
    """Everything that can be set; each description is what `passerelle doctor` says of it."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    home: Path = Field(Path("var"), description="folder of all state: database, index, model")
    database_url: str = Field("", description="SQLAlchemy address of the catalogue; empty: SQLite in home")
    embedder: str = Field("bundled", description="'bundled', a model folder, or a model name of a hub")
    embedder_query_prefix: str = Field("", description="what that model wants before a question")
    embedder_passage_prefix: str = Field("", description="what that model wants before a passage")
    embedder_url: str = Field("", description="OpenAI-compatible endpoint to embed with, instead of here")
    embedder_api_key: SecretStr = Field(SecretStr(""), description="key of that endpoint")
    embedder_dimension: int = Field(0, ge=0, le=8192, description="vector length of that endpoint's model")
    embedder_offline: bool = Field(True, description="never ask a model hub; set false to download a model")
    query_cache: int = Field(4096, ge=0, le=1_000_000, description="question vectors kept in memory")
    host: str = Field("127.0.0.1", description="address that `serve` listens on")
    port: int = Field(8000, ge=0, le=65535, description="port that `serve` listens on")
    workers: int = Field(1, ge=1, le=64, description="server processes")
    public_url: str = Field("", description="address under which people reach the page; empty: host and port")
    admin_token: SecretStr = Field(SecretStr(""), description="bearer token that may write; empty: nobody may")
    conversation_days: int = Field(7, ge=1, le=365, description="days after which conversations are forgotten")
    request_bytes: int = Field(1_000_000, ge=1_000, description="largest request body that is read")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("one of DEBUG, INFO, WARNING, ERROR")
        return value.upper()

    @field_validator("admin_token")
    @classmethod
    def _real_secret(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        if secret and (len(secret) < 16 or secret.lower().startswith(("changeme", "change-me", "secret"))):
            raise ValueError("at least 16 characters that nobody guesses, or empty")
        return value

    @classmethod
    def read(cls) -> Settings:
        """Settings from the environment; raises SettingsError naming the first bad or unknown one."""
        known = {f"{PREFIX}{name}".upper() for name in cls.model_fields}
        unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name.upper() not in known)
        if unknown:
            raise SettingsError(f"unknown setting {unknown[0]}; `passerelle doctor` lists the known ones")
        try:
            return cls()
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            name = f"{PREFIX}{'_'.join(str(part) for part in first['loc'])}".upper()
            raise SettingsError(f"{name}: {first['msg']}") from error

    @property
    def catalogue_url(self) -> str:
        """The catalogue's database."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'catalogue.sqlite3'}"

    @property
    def state_url(self) -> str:
        """The database of conversations."""
        return f"sqlite:///{self.home.resolve() / 'state.sqlite3'}"

    @property
    def index_folder(self) -> Path:
        """Where index generations are published."""
        return self.home / "index"

    @property
    def model_folder(self) -> Path:
        """Where the bundled model is unpacked."""
        return self.home / "model"

    @property
    def base_url(self) -> str:
        """What addresses of documents begin with."""
        return self.public_url or f"http://{self.host}:{self.port}"
