"""A list's settings as one text in TOML: written sorted and commented, read back with every mistake named (N24)."""

import json
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.settings import OFF, ON, Kind, Setting, Settings, accepted

Row = str | Mapping[str, str]
Section = Mapping[str, Sequence[Row]]
"""A table of the text that holds no settings: rows by name, such as the entries of each catalogue."""

UNCHANGED = "unchanged"
"""Stands in a file for a secret that there is: applying it leaves the secret alone (E7)."""

MOST_CHARACTERS = 1_000_000
_TABLE = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file asks for one setting: a value, or the name of the environment's variable that holds a secret."""

    setting: Setting
    value: str = field(default="", repr=False)
    variable: str = ""


@dataclass(frozen=True, slots=True)
class WantedSettings:
    """What a file asks for: settings in their declared order, and the sections, as TOML has them."""

    settings: tuple[Wanted, ...]
    sections: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Dump:
    """All that a text of settings holds."""

    values: Mapping[str, str]
    sections: Mapping[str, Section]


def written(dump: Dump, settings: Settings, translate: Callable[[str], str] = str) -> str:
    """Return the text of a dump. A secret is written as unchanged, or as empty where there is none."""
    lines = list(_lines([key for key in settings if "." not in key], dump.values, settings, translate))
    for table in sorted({key.partition(".")[0] for key in settings if "." in key} | set(dump.sections)):
        inside = [key for key in settings if key.startswith(f"{table}.")]
        lines += ["", f"[{table}]", *_lines(inside, dump.values, settings, translate)]
        for name, rows in sorted(dump.sections.get(table, {}).items()):
            lines += [f"{name} = [", *(f"    {_toml_row(row)}," for row in rows), "]"]
    return "\n".join([*lines, ""])


def _lines(
    keys: list[str], values: Mapping[str, str], settings: Settings, translate: Callable[[str], str]
) -> Iterator[str]:
    """Return one table's lines, sorted; a remark that fits several settings in a row stands once."""
    last = ""
    for key in sorted(keys):
        setting = settings[key]
        choices = f" ({' | '.join(setting.choices)})" if setting.choices and setting.kind is not Kind.SWITCH else ""
        remark = f"# {translate(setting.about)}{choices}"
        if remark != last:
            yield remark
        yield f"{key.rpartition('.')[2]} = {_toml(setting, values[key])}"
        last = remark


def _toml(setting: Setting, value: str) -> str:
    if setting.secret and value:
        return json.dumps(UNCHANGED)
    if setting.kind is Kind.SWITCH and value in (ON, OFF):
        return "true" if value == ON else "false"
    if setting.kind is Kind.NUMBER and value:
        return value
    return json.dumps(value, ensure_ascii=False)


def _toml_row(row: Row) -> str:
    if isinstance(row, str):
        return json.dumps(row, ensure_ascii=False)
    return f"{{ {', '.join(f'{name} = {json.dumps(value, ensure_ascii=False)}' for name, value in row.items())} }}"


def read_file(text: str, settings: Settings, sections: Collection[str] = ()) -> WantedSettings:
    """Return what a text asks for, in the settings' order; raise Invalid naming what is wrong with it.

    A setting that the text does not name stays as it is, and so does a secret that it calls unchanged.
    """
    table = _parsed(text)
    found: dict[str, Wanted | None] = {}
    for key, value in _leaves({name: value for name, value in table.items() if name not in sections}, settings):
        if key in found:
            raise Invalid(tr("{key} is given twice."), key=key)
        if key not in settings:
            raise _unknown(text, key, settings)
        found[key] = _wanted(settings[key], value)
    wanted = (found.get(key) for key in settings)
    return WantedSettings(
        tuple(one for one in wanted if one is not None),
        {name: value for name, value in table.items() if name in sections},
    )


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > MOST_CHARACTERS:
        raise Invalid(tr("A file of settings has at most {limit} characters."), limit=MOST_CHARACTERS)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at (?:line (\d+)|end of document)", str(error))
        raise Invalid(
            tr("The settings are no TOML: something is wrong near line {line}."),
            line=(place and place[1]) or text.count("\n") + 1,
        ) from None
    except (ValueError, RecursionError):
        raise Invalid(tr("The settings are no TOML: a number is too long, or tables are nested too deep.")) from None


def _leaves(table: Mapping[str, Any], settings: Settings, before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        key = f"{before}{name}"
        inside = any(known.startswith(f"{key}.") for known in settings)
        if isinstance(value, dict) and inside and key not in settings:
            yield from _leaves(cast("dict[str, Any]", value), settings, f"{key}.")
        else:
            yield key, value


def _wanted(setting: Setting, value: object) -> Wanted | None:
    if setting.secret:
        return _wanted_secret(setting, value)
    if isinstance(value, bool) and setting.kind is Kind.SWITCH:
        return Wanted(setting, ON if value else OFF)
    if isinstance(value, int) and not isinstance(value, bool) and setting.kind is Kind.NUMBER:
        return Wanted(setting, str(value))
    if isinstance(value, str):
        return Wanted(setting, value)
    kinds = {Kind.SWITCH: tr("{key} is true or false."), Kind.NUMBER: tr("{key} is a whole number.")}
    raise Invalid(kinds.get(setting.kind, tr("{key} is a text in quotation marks.")), key=setting.key)


def _wanted_secret(setting: Setting, value: object) -> Wanted | None:
    """Return None for a secret that stays; a secret itself is not taken from a file, where it would stay (E7)."""
    if value == UNCHANGED:
        return None
    if value == "":
        return Wanted(setting)
    variable = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    if list(variable) == ["env"] and isinstance(variable["env"], str) and variable["env"]:
        return Wanted(setting, variable=variable["env"])
    raise Invalid(
        tr('{key} does not belong into a file. Write "unchanged", or {{ env = "NAME" }} to take it from a variable.'),
        key=setting.key,
    )


def _unknown(text: str, key: str, settings: Settings) -> Invalid:
    return Invalid(
        tr("Line {line}: there is no setting “{key}”. Settings are: {accepted}."),
        line=_line_of(text, key),
        key=key[:80],
        accepted=accepted(settings, key),
    )


def _line_of(text: str, key: str) -> int:
    """Return the line where a key stands, else that of the table it begins with."""
    table, nearest = "", 1
    for number, line in enumerate(text.splitlines(), start=1):
        if opened := _TABLE.match(line):
            table = _bare(opened[1]) + "."
            if f"{key}.".startswith(table):
                nearest = number
        elif (named := _KEY.match(line)) and _bare(table + named[1]) == key:
            return number
    return nearest


def _bare(name: str) -> str:
    return re.sub(r"[\s\"']", "", name)
