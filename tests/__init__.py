"""Tests, mirroring src/txng room by room; see CONTRIBUTING.md."""
