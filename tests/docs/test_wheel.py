"""A built wheel, installed in an empty environment, works away from the checkout, at once."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import CHECKOUT


def test_an_installed_wheel_works(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(CHECKOUT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "reflekt/templates/principles/da.toml" in names
    assert "reflekt/locales/da/LC_MESSAGES/reflekt.mo" in names
    assert "reflekt/journal/FORMAT.md" in names

    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "empty")], check=True)
    scripts = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin")
    install = ["pip", "install", "-q", "-c", str(CHECKOUT / "constraints.txt"), str(wheel)]
    subprocess.run([str(scripts / "python"), "-m", *install], check=True, capture_output=True)
    environment = {**os.environ, "REFLEKT_HOME": str(tmp_path / "home"), "REFLEKT_LANG": "da"}
    environment["PATH"] = str(Path(shutil.which("git") or "git").parent)
    environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    shown = subprocess.run(
        [str(scripts / "reflekt"), "demo"],
        check=True,
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=environment,
    )
    assert "Hvem omkring familien tøvede du med at spørge om?" in shown.stdout
    assert f"{scripts / 'reflekt'} i stedet for reflekt" in shown.stdout.replace("\n", " ")
    assert not (tmp_path / "cache").exists(), "something was compiled that comes with the wheel"
