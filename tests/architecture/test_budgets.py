"""The house budgets (architecture §7): no allow-list."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("oclient_tui", "screens", "storage")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _files() -> list[Path]:
    return [path for folder in OURS for path in sorted((ROOT / folder).rglob("*.py"))]


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _nodes() -> Iterator[tuple[Path, ast.AST]]:
    for path in _files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            yield path, node


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_are_small() -> None:
    sizes = {path: _lines(path) for path in _files() if _lines(path)}
    assert statistics.median(sizes.values()) <= 100
    assert not {str(path): size for path, size in sizes.items() if size > 400}


def test_functions_are_small() -> None:
    sizes = {f"{path}:{node.name}": _length(node) for path, node in _nodes() if isinstance(node, Function)}
    assert not {name: size for name, size in sizes.items() if size > 50}
    assert statistics.quantiles(sizes.values(), n=20)[-1] <= 25


def test_classes_are_small() -> None:
    sizes = {f"{path}:{node.name}": _length(node) for path, node in _nodes() if isinstance(node, ast.ClassDef)}
    assert not {name: size for name, size in sizes.items() if size > 300}


def test_broad_except_stands_in_its_named_places_only() -> None:  # D12
    broad = {
        path.relative_to(ROOT).as_posix()
        for path, node in _nodes()
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    }
    assert broad <= {"oclient_tui/doors/cli/main.py", "oclient_tui/doors/worker.py", "screens/base.py"}


def test_no_file_is_a_dumping_ground() -> None:
    forbidden = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert not [path for path in _files() if path.stem in forbidden or forbidden & set(path.parent.parts)]


def test_no_file_imports_itself_through_others() -> None:
    """Import cycles: none, functions and type-checking blocks included."""
    graph = _imports()
    order, rest = list[str](), dict(graph)
    while ready := [name for name, wanted in rest.items() if not wanted & set(rest)]:
        order += ready
        for name in ready:
            del rest[name]
    assert not rest, "these import each other in a circle, or something that does"


def _imports() -> dict[str, set[str]]:
    names = {_module(path): path for path in _files()}
    graph: dict[str, set[str]] = {}
    for name, path in names.items():
        found = set[str]()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            elif isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
        graph[name] = {wanted for wanted in found & set(names) if wanted != name}
    return graph


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
