"""reflekt: reflective practice and supervision for family counsellors."""

__version__ = "0.1.0"
