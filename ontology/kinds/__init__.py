"""Kinds of values, a file a family; ontology.values is the way in."""
