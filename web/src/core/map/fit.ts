/** Regions on a flat picture: Mercator's projection, fitted to a box; no tiles and nothing from elsewhere. */

export interface Place {
  longitude: number;
  latitude: number;
}

export type Ring = [longitude: number, latitude: number][];
export type Project = (longitude: number, latitude: number) => { x: number; y: number };

const RADIANS = Math.PI / 180;
/** Mercator goes to infinity at the poles; no county lies beyond. */
const MOST_NORTH = 85;

function raw(longitude: number, latitude: number): [number, number] {
  const north = Math.max(-MOST_NORTH, Math.min(MOST_NORTH, latitude)) * RADIANS;
  return [longitude * RADIANS, -Math.log(Math.tan(Math.PI / 4 + north / 2))];
}

/** The rings of a GeoJSON geometry, or of a feature around one; none of what is no polygon. */
export function ringsOf(geometry: unknown): Ring[] {
  if (typeof geometry !== "object" || geometry === null) return [];
  const { type, coordinates, geometry: inner } = geometry as Record<string, unknown>;
  if (type === "Feature") return ringsOf(inner);
  if (!Array.isArray(coordinates)) return [];
  const rings = type === "Polygon" ? coordinates : type === "MultiPolygon" ? coordinates.flat() : [];
  return rings.filter(isRing);
}

function isRing(ring: unknown): ring is Ring {
  const isPoint = (point: unknown) =>
    Array.isArray(point) && Number.isFinite(point[0]) && Number.isFinite(point[1]);
  return Array.isArray(ring) && ring.length > 2 && ring.every(isPoint);
}

/** A projection that brings all of these points into a box of pixels, as large as they go, in its middle. */
export function fitted(points: Iterable<readonly [number, number]>, width: number, height: number): Project {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [longitude, latitude] of points) {
    const [x, y] = raw(longitude, latitude);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  // A single point has no extent: it is drawn in the middle.
  const scale = Math.min(width / (right - left || 1e-6), height / (bottom - top || 1e-6));
  const [midX, midY] = [(left + right) / 2, (top + bottom) / 2];
  return (longitude, latitude) => {
    const [x, y] = raw(longitude, latitude);
    return { x: width / 2 + (x - midX) * scale, y: height / 2 + (y - midY) * scale };
  };
}

/** The outline as an SVG path, to a tenth of a pixel. */
export function pathOf(rings: readonly Ring[], project: Project): string {
  return rings
    .map((ring) => {
      const points = ring.map(([longitude, latitude]) => {
        const { x, y } = project(longitude, latitude);
        return `${x.toFixed(1)} ${y.toFixed(1)}`;
      });
      return `M${points.join("L")}Z`;
    })
    .join("");
}

/** The box around the largest ring, where the name is written. */
export function boxOf(rings: readonly Ring[], project: Project): { x: number; y: number; width: number } {
  let best = { x: 0, y: 0, width: 0, area: -1 };
  for (const ring of rings) {
    const spots = ring.map(([longitude, latitude]) => project(longitude, latitude));
    const xs = spots.map(({ x }) => x);
    const ys = spots.map(({ y }) => y);
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const area = (right - left) * (bottom - top);
    if (area > best.area) best = { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, area };
  }
  return best;
}
