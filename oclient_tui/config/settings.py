"""Settings: flag > environment OCLIENT_* > TOML > default; XDG folders (ux.md)."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from platformdirs import user_config_path, user_data_path, user_state_path

from oclient_tui.domain.addresses import host_name
from oclient_tui.domain.errors import Misconfigured, tr
from oclient_tui.domain.file_names import FILE_LIMIT, FILE_LIMIT_MOST, MEGABYTE
from oclient_tui.domain.sheets import IMPORT_LIMIT, IMPORT_LIMIT_MOST

APP = "oclient"
_KNOWN = ("db", "as", "backups", "language", "secret_file", "file_limit", "import_limit", "allow_hosts")


def _secret_file() -> Path:
    """Return the usual place of the secrets' key: with the settings, so that no copy of the data takes it along."""
    return user_config_path(APP) / "secret.key"


def _data_folder() -> Path:
    return user_data_path(APP)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and who acts, before anybody is asked."""

    database: str
    acting: str | None
    backups: Path
    sign_in_file: Path
    language: str | None
    secret_file: Path = field(default_factory=_secret_file)
    secret_key: str | None = field(default=None, repr=False)
    """The key itself, which wins over the file; from the environment only."""
    file_limit: int = FILE_LIMIT
    """How many bytes one file may have."""
    data_folder: Path = field(default_factory=_data_folder)
    """Where this host keeps what belongs to no file of the database: the ledger of a server's removals."""

    import_limit: int = IMPORT_LIMIT
    """How many bytes a file of customers may have."""

    allow_hosts: frozenset[tuple[str, int]] = frozenset()
    """Internal servers, by name and port, that lists may send through all the same (D32)."""

    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    """Keys of a person's own choice for the full screen, by the command's id; screens/keymap.py checks them."""

    def overridden(self, *, database: str | None, acting: str | None) -> "Settings":
        """Return the settings with what flags say on top."""
        return replace(self, database=database or self.database, acting=acting or self.acting)


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raise Misconfigured for a file that cannot be understood."""
    env = os.environ if environment is None else environment
    told, keys = _from_file(Path(env.get("OCLIENT_CONFIG") or user_config_path(APP) / "config.toml"))
    told |= {key: env[name] for key in _KNOWN if env.get(name := f"OCLIENT_{key.upper()}")}
    state = user_state_path(APP)
    return Settings(
        database=told.get("db") or str(user_data_path(APP) / "oclient.db"),
        acting=told.get("as"),
        backups=Path(told.get("backups") or state / "backups").expanduser(),
        sign_in_file=state / "sign-in.json",
        language=told.get("language"),
        secret_file=Path(told["secret_file"]).expanduser() if "secret_file" in told else _secret_file(),
        secret_key=env.get("OCLIENT_SECRET_KEY") or None,
        file_limit=_megabytes(told.get("file_limit"), FILE_LIMIT, FILE_LIMIT_MOST),
        import_limit=_megabytes(told.get("import_limit"), IMPORT_LIMIT, IMPORT_LIMIT_MOST),
        allow_hosts=_hosts(told.get("allow_hosts", "")),
        keys=keys,
    )


def _megabytes(told: str | None, usual: int, most: int) -> int:
    if told is None:
        return usual
    if not (told.isascii() and told.isdigit() and 1 <= int(told[:9]) <= most // MEGABYTE):
        raise Misconfigured(
            tr("The file limit is a number of megabytes from 1 to {maximum}, not “{value}”."),
            maximum=most // MEGABYTE,
            value=told[:40],
        )
    return int(told) * MEGABYTE


def _hosts(told: str) -> frozenset[tuple[str, int]]:
    """Read `host:port,[::1]:port`; raise Misconfigured for anything else."""
    found = set[tuple[str, int]]()
    for word in filter(None, (part.strip() for part in told.split(","))):
        host, _, port = word.rpartition(":")
        name = host_name(host)
        if name is None or not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
            raise Misconfigured(
                tr("OCLIENT_ALLOW_HOSTS is servers with their ports, such as mail.local:25, not “{value}”."),
                value=word[:80],
            )
        found.add((name, int(port)))
    return frozenset(found)


def _from_file(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the settings and the keys."""
    try:
        found: dict[str, object] = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}, {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Misconfigured(
            tr("The settings file {path} cannot be read: {problem}"), path=path, problem=error
        ) from error
    keys = _flat(cast("dict[str, object]", found.pop("keys"))) if isinstance(found.get("keys"), dict) else {}
    wrong = [key for key, value in found.items() if key not in _KNOWN or not isinstance(value, str)]
    wrong += [f"keys.{name}" for name, value in keys.items() if not isinstance(value, str)]
    if wrong:
        raise Misconfigured(
            tr("The settings file {path} has {wrong}, which is unknown or not text. It may have: {accepted}."),
            path=path,
            wrong=", ".join(wrong),
            accepted=", ".join((*_KNOWN, "[keys]")),
        )
    return cast("dict[str, str]", found), cast("dict[str, str]", keys)


def _flat(table: Mapping[str, object]) -> dict[str, object]:
    """Return a table with its tables' names in front: `customers.add = "A"` is a table in a table to TOML."""
    flat: dict[str, object] = {}
    for name, value in table.items():
        inner = _flat(cast("dict[str, object]", value)) if isinstance(value, dict) else {}
        flat |= {f"{name}.{below}": deeper for below, deeper in inner.items()} or {name: value}
    return flat
