"""Makes what a wheel, or a checkout installed editable, holds beyond its source: the message
catalogues, and what takes seconds to make from the templates, so that nobody waits for it."""

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):
    """`.po` in `reflekt/locales/` to `.mo` beside it, and `reflekt/compiled/`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for po in sorted(Path(self.root, "reflekt", "locales").glob("*/LC_MESSAGES/*.po")):
            with po.open("rb") as source:
                catalogue = read_po(source, locale=po.parts[-3])
            mo = po.with_suffix(".mo")
            with mo.open("wb") as target:
                write_mo(target, catalogue)
            build_data["artifacts"].append(mo.relative_to(self.root).as_posix())
        if self.target_name == "wheel":
            sys.path.insert(0, self.root)
            from reflekt.adapters.compiled import make_shipped

            for place in make_shipped(("da", "en")):
                build_data["artifacts"].append(place.relative_to(self.root).as_posix())
