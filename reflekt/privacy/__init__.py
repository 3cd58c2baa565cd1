"""Findings in text, and what may enter which space."""
