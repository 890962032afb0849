"""Relationship and cluster analysis over a projection of the snapshot. Knows no store and no HTTP."""
