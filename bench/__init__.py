"""Benchmarks beside the peers. ``python -m bench`` runs them; docs/benchmarks.md has figures that were
seen."""
