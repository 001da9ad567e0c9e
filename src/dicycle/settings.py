"""How this installation runs: a file ``dicycle.toml``, then ``DICYCLE_*`` in the environment, then flags."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from dicycle.errors import InvalidInput
from dicycle.findings import Finding


class Settings(BaseSettings):
    """Settings of an installation; each is described, and the reference page is made from these words."""

    model_config = SettingsConfigDict(env_prefix="DICYCLE_", toml_file="dicycle.toml", extra="forbid", frozen=True)

    ledger: str = Field(
        "dicycle.db",
        description="What keeps the ledger: a file, made if it is not there, or a PostgreSQL database such as "
        "`postgresql://user@host/name`.",
    )
    replicas: tuple[str, ...] = Field(
        (), description="PostgreSQL databases that follow the ledger's; they answer queries, never older than was said."
    )
    log_key: Path | None = Field(
        None,
        description="The file with the key that signs the log, made if it is not there; by default the ledger's name "
        "with `.key` behind it, or `dicycle.key` for a database.",
    )
    sense: Literal["plant", "strict", "lenient", "off"] = Field(
        "plant", description="By which profile captured events are checked for sense; nothing is refused by it."
    )
    genealogy: Path | None = Field(
        None,
        description="The folder with the index of the genealogy, made if it is not there and made again if it is lost; "
        "by default the ledger's name with `.genealogy` behind it, or `dicycle.genealogy` for a database.",
    )
    attribution_rules: Path | None = Field(
        None,
        description="The file with the rules of attribution, in TOML or JSON: how the books of which site are kept; "
        "without it, mixing is proportional everywhere.",
    )
    files: Path | None = Field(
        None,
        description="The folder with the photographs and test records of inspections; by default the ledger's name "
        "with `.files` behind it, or `dicycle.files` for a database.",
    )
    gate_limits: Path | None = Field(
        None, description="The file with your own limits of the safety gates; they hold before those that come along."
    )
    grading_scheme: Path | None = Field(
        None, description="The file with the scheme by which is graded: cuts, evidence, how long measurements hold."
    )
    grading_keys: tuple[str, ...] = Field(
        (), description="Verifier keys of which one must have signed the limits and the scheme; none: not asked for."
    )
    health_model: Path | None = Field(
        None, description="A file with a model of health, as `dicycle health fit` writes it; it says itself of what."
    )
    health_models: tuple[Path, ...] = Field(
        (), description="More files with models of health: one for pulses, any number for charges, in any order."
    )
    llm_url: str | None = Field(
        None,
        description="Where a language model answers by OpenAI's protocol, such as `http://127.0.0.1:8080/v1`: it reads "
        "documents about agreements beside the rules. Without it, nothing leaves this machine.",
    )
    llm_model: str = Field("default", description="Which model is asked for, by the name that its server knows.")
    llm_key: SecretStr | None = Field(
        None, description="The key that the model's server asks for; better in the environment than in a file."
    )
    llm_key_file: Path | None = Field(None, description="The file that holds the key of the model's server.")
    llm_timeout: float = Field(
        120.0, gt=0, le=3600, description="How many seconds the model has for one document, with all its tries."
    )
    llm_alone: bool = Field(
        False, description="Whether documents are read by the model alone, instead of by the rules and the model."
    )
    host: str = Field("127.0.0.1", description="The address to serve on. Loopback unless you choose otherwise.")
    port: int = Field(8765, ge=0, le=65535, description="The port to serve on; 0 takes any free one.")
    access: Literal["auto", "open", "tokens"] = Field(
        "auto",
        description="Who may ask: `tokens`: who shows a token; `open`: whoever reaches the server, who is then its "
        "operator; `auto`: open on loopback until the first token is issued.",
    )
    webhook_private: bool = Field(
        False, description="Whether subscribers may have addresses of this machine or of private networks."
    )
    webhook_timeout: float = Field(10.0, gt=0, le=120, description="How many seconds a subscriber has to answer.")
    host_names: tuple[str, ...] = Field(
        (), description="Names under which an open server answers, besides localhost and its address."
    )
    capture_events: int = Field(
        50_000, ge=1, description="How many events one document may carry; NDJSON files may carry any number."
    )
    capture_bytes: int = Field(
        64 * 1024 * 1024, ge=1024, description="How many bytes one document may carry; NDJSON files may be of any size."
    )

    @property
    def models(self) -> tuple[Path, ...]:
        """All files with models of health."""
        return (*([self.health_model] if self.health_model else []), *self.health_models)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags over environment over file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**flags: Any) -> Settings:
    """Return the settings in force; flags that are None were not given. Raises InvalidInput naming what is wrong."""
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as wrong:
        raise InvalidInput(*(_finding(error) for error in wrong.errors())) from None
    except ValueError as wrong:
        raise InvalidInput(Finding("settings.file", f"dicycle.toml cannot be read: {wrong}.", "dicycle.toml")) from None


def _finding(error: Any) -> Finding:
    name = ".".join(str(part) for part in error["loc"])
    advice = f"Correct it in dicycle.toml, in DICYCLE_{name.upper()} or in the flag."
    return Finding("settings.value", f"The setting {name!r} is wrong: {error['msg']}.", name, advice=advice)
