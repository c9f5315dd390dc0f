"""Faults of the configuration are said in both languages: which one to use is itself a setting."""

from __future__ import annotations

from model.catalogue import both

__all__ = ["both"]
