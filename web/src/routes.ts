/** Every address of the site in one place. */

export const PATHS = {
  start: "/",
  entity: "/entity/:id",
  document: "/document/:id",
  browse: "/browse/:type",
  explore: "/explore",
  clusters: "/clusters",
  chains: "/chains",
  targets: "/targets",
  projects: "/projects",
  import: "/import",
  review: "/review",
  graphiql: "/graphiql/",
} as const;

export function entityPath(id: string): string {
  return `/entity/${encodeURIComponent(id)}`;
}

export function documentPath(id: string, at?: number): string {
  return `/document/${encodeURIComponent(id)}${at === undefined ? "" : `?at=${at}`}`;
}

export function reviewPath(document: string): string {
  return `/review?document=${encodeURIComponent(document)}`;
}

export function explorePath(ids: readonly string[] = []): string {
  return ids.length ? `/explore?open=${ids.map(encodeURIComponent).join(",")}` : "/explore";
}

export function chainsPath(root: string, region: string): string {
  return `/chains?root=${encodeURIComponent(root)}&region=${encodeURIComponent(region)}`;
}

export function browsePath(type: string): string {
  return `/browse/${encodeURIComponent(type)}`;
}
