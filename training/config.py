"""YAML to frozen dataclasses, strictly, with dotted overrides.

Knows dataclasses and YAML; knows no experiment. All faults of a file are reported at once, each with its dotted path
(OLMo-core, torchtune).
"""

from __future__ import annotations

import argparse
import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml

from mithaq.errors import ConfigError, did_you_mean
from mithaq.schema import Schema

T = TypeVar("T")


def parser(description: str) -> argparse.ArgumentParser:
    """A parser with the positional ``config`` and any number of ``overrides`` such as ``trainer.epochs=3``."""
    made = argparse.ArgumentParser(description=description, allow_abbrev=False)
    made.add_argument("config", help="YAML file of the experiment")
    made.add_argument("overrides", nargs="*", metavar="key.sub=value", help="values that replace those of the file")
    return made


def load(cls: type[T], path: str | Path, overrides: Sequence[str] = ()) -> T:
    """Read a YAML file into a (nested, frozen) dataclass.

    Raises:
        ConfigError: an unreadable file, or every unknown key, missing value and wrong type, each with its dotted path.
    """
    data = read_yaml(path)
    faults: list[str] = []
    for override in overrides:
        _override(data, override, faults)
    made = build(cls, data, "", faults)
    if faults:
        raise ConfigError(f"{path}: {len(faults)} fault(s):\n  " + "\n  ".join(faults))
    return typing.cast(T, made)


class _StrictLoader(yaml.SafeLoader):
    """PyYAML lets the last of two equal keys win; here that is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[str, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.YAMLError(f"line {line}: the key '{key.value}' stands already on line {seen[key.value]}; keep one of them")
                seen[key.value] = line
        return super().construct_mapping(node, deep)


def read_yaml(path: str | Path) -> dict[str, Any]:
    """A YAML mapping from a file; raises ConfigError if it is none."""
    try:
        data = yaml.load(Path(path).read_text(encoding="utf-8"), Loader=_StrictLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: cannot be read as YAML ({error}).") from error
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: expected a mapping at the top, found {type(data).__name__}.")
    return data


def load_schema(path: str | Path) -> Schema:
    """The label set of a YAML file."""
    return Schema.from_dict(read_yaml(path), str(path))


def dump(config: Any, path: str | Path) -> None:
    """Write a dataclass back as YAML; ``load`` reads it again unchanged."""
    Path(path).write_text(yaml.safe_dump(_plain(dataclasses.asdict(config)), sort_keys=False, allow_unicode=True), encoding="utf-8")


def build(kind: Any, value: Any, path: str, faults: list[str]) -> Any:
    """One value of the wanted type; appends to ``faults`` where it does not fit."""
    here = path or "top level"
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind):
        return _dataclass(typing.cast(type, kind), value, path, faults)
    if origin in (typing.Union, types.UnionType):
        if value is None and type(None) in arguments:
            return None
        return build(next(a for a in arguments if a is not type(None)), value, path, faults)
    if origin is typing.Literal:
        if value not in arguments:
            faults.append(f"{here}: {value!r} is none of {', '.join(map(repr, arguments))}")
        return value
    if origin is tuple:
        if not isinstance(value, (list, tuple)):
            faults.append(f"{here}: expected a list, found {value!r}")
            return ()
        return tuple(build(arguments[0], item, f"{path}[{i}]", faults) for i, item in enumerate(value))
    if origin in (dict, Mapping):
        if not isinstance(value, dict):
            faults.append(f"{here}: expected a mapping, found {value!r}")
            return {}
        return {str(k): build(arguments[1], v, f"{path}.{k}", faults) for k, v in value.items()}
    return _scalar(kind, value, here, faults)


def _scalar(kind: Any, value: Any, here: str, faults: list[str]) -> Any:
    if kind is float and isinstance(value, str):
        # YAML 1.1 reads 5e-4 as a string; people write it all the same.
        try:
            return float(value)
        except ValueError:
            pass
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, bool) is not (kind is bool) or not isinstance(value, kind):
        faults.append(f"{here}: expected {kind.__name__}, found {value!r}")
    return value


def _dataclass(cls: type, value: Any, path: str, faults: list[str]) -> Any:
    if not isinstance(value, dict):
        faults.append(f"{path or 'top level'}: expected a mapping, found {value!r}")
        return None
    hints = typing.get_type_hints(cls)
    fields = {f.name: f for f in dataclasses.fields(cls)}
    prefix = f"{path}." if path else ""
    before = len(faults)
    for key in value:
        if key not in fields:
            faults.append(f"{prefix}{key}: unknown key. {did_you_mean(str(key), list(fields))}")
    made: dict[str, Any] = {}
    for name, found in fields.items():
        if name in value:
            made[name] = build(hints[name], value[name], f"{prefix}{name}", faults)
        elif found.default is dataclasses.MISSING and found.default_factory is dataclasses.MISSING:
            faults.append(f"{prefix}{name}: missing value")
    if len(faults) > before:
        return None
    try:
        return cls(**made)
    except ConfigError as error:
        faults.append(f"{path or 'top level'}: {error}")
        return None


def _override(data: dict[str, Any], override: str, faults: list[str]) -> None:
    key, equals, text = override.partition("=")
    if not equals:
        faults.append(f"override '{override}' is not of the form key.sub=value")
        return
    *parents, last = key.split(".")
    place: Any = data
    for parent in parents:
        place = place.setdefault(parent, {}) if isinstance(place, dict) else None
    if not isinstance(place, dict):
        faults.append(f"override '{override}': '{'.'.join(parents)}' holds no keys")
        return
    try:
        place[last] = yaml.safe_load(text)
    except yaml.YAMLError as error:
        faults.append(f"override '{override}': the value is no YAML ({error})")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value
