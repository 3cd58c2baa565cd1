"""Danish working days: weekends, public holidays, and the days that everyone takes off."""

from __future__ import annotations

from datetime import date

_OFF = ((6, 5), (12, 24), (12, 31))
"""No public holidays, but days on which a municipality is closed: 5 June, 24 and 31 December."""

_LANGUAGES = {"da": "da", "en": "en_US"}


class DanishWorkingDays:
    """ports.WorkingDays."""

    def free(self, day: date, language: str) -> str | None:
        """See ports.WorkingDays.free."""
        name = _holiday(day, _LANGUAGES.get(language, "da"))
        if name:
            return name
        return "" if day.weekday() >= 5 else None


def _holiday(day: date, language: str) -> str:
    import holidays

    public = holidays.country_holidays("DK", years=day.year, language=language)
    if day in public:
        return str(public[day])
    if (day.month, day.day) not in _OFF:
        return ""
    more = holidays.country_holidays(
        "DK", years=day.year, language=language, categories=("optional",)
    )
    return str(more.get(day) or "")
