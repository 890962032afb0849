"""The four queries, for us and for @neo4j/graphql, and random arguments for them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from records.snapshot import Snapshot

#: How many different arguments each query is asked with.
VARIANTS = 200

BY_ID = """
query ($id: ID!) {
  enterprise(id: $id) {
    id name uscc status founded { day } registeredCapital { yuan } employees scope
  }
}"""
BY_ID_PEER = """
query ($id: ID!) {
  enterprises(where: { id: { eq: $id } }) {
    id name uscc status founded registeredCapital employees scope
  }
}"""

FIFTY = """
query ($ids: [ID!]!) {
  enterprises(first: 50, where: { id: { in: $ids } }) {
    edges {
      node {
        id name
        locatedIn(first: 1, types: [Park]) { edges { node { id name } } }
        inIndustry(first: 1) { edges { node { id name } } }
        investors(first: 5) { edges { node { id name } } }
      }
    }
  }
}"""
FIFTY_PEER = """
query ($ids: [ID!]!) {
  enterprises(where: { id: { in: $ids } }, limit: 50, sort: [{ id: ASC }]) {
    id name
    parks(limit: 1) { id name }
    industries(limit: 1) { id name }
    investors(limit: 5) { id name }
  }
}"""

PARK = """
query ($id: ID!) {
  park(id: $id) {
    id name
    locationOf(first: 100, types: [Enterprise]) {
      edges {
        node {
          id name
          ... on Enterprise {
            officers(first: 5) {
              edges {
                node {
                  id name
                  ... on Person {
                    roles(first: 5, types: [Enterprise]) { edges { node { id name } } }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}"""
PARK_PEER = """
query ($id: ID!) {
  parks(where: { id: { eq: $id } }) {
    id name
    tenants(limit: 100) {
      id name
      officers(limit: 5) {
        id name
        roles(limit: 5) { id name }
      }
    }
  }
}"""

ROWS = """
query ($prefix: String!) {
  enterprises(first: 1000, where: { regionCode: { startsWith: $prefix } }) {
    edges {
      node {
        id name uscc status founded { day } registeredCapital { yuan } employees scope address regionCode
      }
    }
  }
}"""
ROWS_PEER = """
query ($prefix: String!) {
  enterprises(where: { regionCode: { startsWith: $prefix } }, limit: 1000, sort: [{ id: ASC }]) {
    id name uscc status founded registeredCapital employees scope address regionCode
  }
}"""


@dataclass(frozen=True)
class Query:
    """One question in both dialects; ``arguments`` draws the variables of one request."""

    name: str
    ours: str
    peer: str
    arguments: Callable[[random.Random], dict[str, Any]]

    def bodies(self, text: str, seed: int = 1) -> list[dict[str, Any]]:
        chance = random.Random(seed)
        return [{"query": text, "variables": self.arguments(chance)} for _ in range(VARIANTS)]


def queries(snapshot: Snapshot) -> Sequence[Query]:
    enterprises = _column(snapshot, "Enterprise", "id")
    parks = _column(snapshot, "Park", "id")
    counties = sorted({code[:6] for code in _column(snapshot, "Enterprise", "region_code")})
    return (
        Query("one enterprise by id, 8 fields", BY_ID, BY_ID_PEER, lambda c: {"id": c.choice(enterprises)}),
        Query(
            "50 enterprises with park, industry, 5 investors",
            FIFTY,
            FIFTY_PEER,
            lambda c: {"ids": c.sample(enterprises, 50)},
        ),
        Query(
            "park, 100 enterprises, 5 persons each, their enterprises",
            PARK,
            PARK_PEER,
            lambda c: {"id": c.choice(parks)},
        ),
        Query("1,000 rows of 10 fields", ROWS, ROWS_PEER, lambda c: {"prefix": c.choice(counties)}),
    )


def _column(snapshot: Snapshot, node_type: str, name: str) -> list[str]:
    column = pl.read_parquet(snapshot.node_files()[node_type], columns=[name])[name]
    return column.drop_nulls().to_list()
