"""Tests of the trace room; `memory` is a small event source that other tests may use."""
