"""The wheel puts one name into site-packages and runs from there (architecture §2)."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _ran(*command: object, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_wheel_installs_one_name_and_runs(tmp_path: Path) -> None:
    _ran(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, ROOT, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=False)
    inside = tmp_path / "venv" / "bin" / "python"
    _ran(sys.executable, "-m", "pip", "--python", inside, "install", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    (site,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    assert sorted(p.name for p in site.iterdir() if not p.name.endswith(".dist-info")) == ["oclient_tui"]
    # The dependencies come from the outer environment; its own .pth, which leads to the checkout, is not followed.
    (site / "deps.pth").write_text(sysconfig.get_path("purelib"))
    (tmp_path / "screens.py").write_text("raise SystemExit('a stranger in the working directory')\n")
    assert "_bundled" in _ran(inside, "-c", "import oclient_tui, storage; print(storage.__file__)", cwd=tmp_path)
    assert "_bundled" in _ran(inside, "-c", "import oclient_tui, screens; print(screens.__file__)", cwd=tmp_path)
    types = _ran(inside, "-m", "oclient_tui", "lists", "types", cwd=tmp_path)
    assert "beauty_salon" in types, "the data files travel with the wheel"
    catalogues = list((site / "oclient_tui" / "locale").rglob("*.mo"))
    assert catalogues, "the translations travel with the wheel"
