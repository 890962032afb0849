"""Four GraphQL queries on our API beside @neo4j/graphql over the same Neo4j."""
