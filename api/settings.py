"""Settings, read from PASSERELLE_* environment variables; the only reader of the environment."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import PasserelleError

PREFIX = "PASSERELLE_"


class SettingsError(PasserelleError):
    """A setting is unknown or has a value that cannot be used; names it."""


class Settings(BaseSettings):
    """Everything that can be set; each description is what `passerelle doctor` says of it."""

    # A variable that is set to nothing counts as not set: compose files and CI leave such ones behind.
    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    home: Path = Field(Path("var"), description="folder of all state: database, index, model")
    database_url: str = Field("", description="SQLAlchemy address of the catalogue; empty: SQLite in home")
    state_database_url: str = Field(
        "", description="likewise, of conversations, feedback, open questions and Slack; may be the same"
    )
    embedder: str = Field("bundled", description="'bundled', a model folder, or a model name of a hub")
    embedder_query_prefix: str = Field("", description="what that model wants before a question")
    embedder_passage_prefix: str = Field("", description="what that model wants before a passage")
    embedder_url: str = Field("", description="OpenAI-compatible endpoint to embed with, instead of here")
    embedder_api_key: SecretStr = Field(SecretStr(""), description="key of that endpoint")
    embedder_dimension: int = Field(0, ge=0, le=8192, description="vector length of that endpoint's model")
    embedder_offline: bool = Field(True, description="never ask a model hub; set false to download a model")
    chat_model: str = Field("", description="LangChain chat model, 'provider:model'; empty: quotes only")
    chat_url: str = Field(
        "", description="address of that model's server, for an OpenAI-compatible one of yours"
    )
    chat_api_key: SecretStr = Field(SecretStr(""), description="key of that server")
    chat_timeout: float = Field(20.0, gt=0, le=300, description="seconds that a written answer may take")
    chat_temperature: float = Field(0.0, ge=-1, le=2, description="of that model; -1: what its server thinks")
    chat_tracing: bool = Field(False, description="let LangSmith record questions and sources")
    query_cache: int = Field(4096, ge=0, le=1_000_000, description="question vectors kept in memory")
    host: str = Field("127.0.0.1", description="address that `serve` listens on")
    port: int = Field(8000, ge=0, le=65535, description="port that `serve` listens on")
    workers: int = Field(1, ge=1, le=64, description="server processes")
    public_url: str = Field("", description="address at which people reach the page; empty: host and port")
    admin_token: SecretStr = Field(SecretStr(""), description="bearer token that may write; empty: nobody")
    conversation_days: int = Field(7, ge=1, le=365, description="days after which a question is forgotten")
    gap_days: int = Field(180, ge=0, le=3650, description="days that open questions are kept; 0: none is")
    feedback_days: int = Field(180, ge=1, le=3650, description="days that feedback on answers is kept")
    freshness_days: int = Field(
        365,
        ge=0,
        le=3650,
        description="days after which owners are asked whether a fiche still holds; 0: never",
    )
    feedback_per_minute: int = Field(
        20, ge=1, le=10_000, description="feedback that one address may give in a minute"
    )
    limit_loopback: bool = Field(False, description="count this machine's own requests towards such limits")
    request_bytes: int = Field(1_000_000, ge=1_000, description="largest request body that is read")
    slack_bot_token: SecretStr = Field(
        SecretStr(""), description="xoxb-… of an app that one workspace made for itself"
    )
    slack_app_token: SecretStr = Field(
        SecretStr(""), description="xapp-… of the same app: `passerelle slack` connects by Socket Mode"
    )
    slack_signing_secret: SecretStr = Field(
        SecretStr(""), description="signing secret: `serve` takes Slack's requests at /slack/events"
    )
    slack_client_id: str = Field("", description="client id of an app that many workspaces install")
    slack_client_secret: SecretStr = Field(SecretStr(""), description="client secret of that app")
    slack_key: SecretStr = Field(
        SecretStr(""), description="seals the tokens of those workspaces; `openssl rand -base64 32`"
    )
    slack_former_key: SecretStr = Field(
        SecretStr(""), description="the key before that one, until a start has sealed all tokens anew"
    )
    slack_api_url: str = Field("https://slack.com/api/", description="address of Slack's Web API")
    slack_threads: int = Field(4, ge=1, le=64, description="questions from Slack answered at the same time")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("one of DEBUG, INFO, WARNING, ERROR")
        return value.upper()

    @field_validator("public_url", "embedder_url", "chat_url", "slack_api_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not re.match(r"https?://[^\s/]", value):
            raise ValueError("an address that begins with http:// or https://")
        return value

    @field_validator("chat_model")
    @classmethod
    def _names_provider(cls, value: str) -> str:
        if value and not re.match(r"[a-z_]+:\S", value):
            raise ValueError("provider:model, for instance openai:gpt-5-mini, mistralai:… or ollama:…")
        return value

    @field_validator("admin_token")
    @classmethod
    def _real_secret(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        if secret and (len(secret) < 16 or secret.lower().startswith(("changeme", "change-me", "secret"))):
            raise ValueError("at least 16 characters that nobody guesses, or empty")
        return value

    @field_validator("slack_key", "slack_former_key")
    @classmethod
    def _long_key(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and len(value.get_secret_value()) < 32:
            raise ValueError("at least 32 characters; `openssl rand -base64 32` makes one")
        return value

    @classmethod
    def read(cls) -> Settings:
        """Settings from the environment; raises SettingsError naming the first bad or unknown one."""
        known = {f"{PREFIX}{name}".upper() for name in cls.model_fields}
        given = [name for name in os.environ if name.upper().startswith(PREFIX)]
        unknown = sorted(name for name in given if name.upper() not in known)
        if unknown:
            raise SettingsError(_unknown(unknown[0], known))
        try:
            return cls()
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            name = f"{PREFIX}{'_'.join(str(part) for part in first['loc'])}".upper()
            message = first["msg"].removeprefix("Value error, ")
            raise SettingsError(f"{name}: {message}") from error

    def hand_down(self) -> None:
        """Put address and port of this process where the processes that it starts read them."""
        for name in ("host", "port", "workers"):
            os.environ[f"{PREFIX}{name}".upper()] = str(getattr(self, name))

    @property
    def has_slack(self) -> bool:
        """Whether Slack is set up at all: for one workspace, or for those that install the app."""
        return bool(self.slack_bot_token.get_secret_value() or self.slack_client_id)

    @property
    def catalogue_url(self) -> str:
        """The catalogue's database."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'catalogue.sqlite3'}"

    @property
    def state_url(self) -> str:
        """The database of conversations, feedback, open questions and Slack."""
        return self.state_database_url or f"sqlite:///{self.home.resolve() / 'state.sqlite3'}"

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
        return self.public_url or f"http://{_reachable(self.host)}:{self.port}"


def _reachable(host: str) -> str:
    """The address by which this machine reaches a server that listens on `host`."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    name = everywhere.get(host, host)
    return f"[{name}]" if ":" in name else name


def _unknown(name: str, known: set[str]) -> str:
    near = get_close_matches(name.upper(), known, n=1)
    hint = f"did you mean {near[0]}?" if near else "`passerelle doctor --settings` lists the known ones"
    return f"unknown setting {name}; {hint}"
