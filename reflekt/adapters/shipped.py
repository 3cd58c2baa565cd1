"""What comes with reflekt: templates and the sample journal."""

from __future__ import annotations

from pathlib import Path


def shipped(*parts: str) -> Path:
    """A file or folder among `templates/` and `journal/`, in a wheel or in a checkout."""
    package = Path(__file__).parent.parent
    inside = package.joinpath(*parts)
    return inside if inside.exists() else package.parent.joinpath(*parts)
