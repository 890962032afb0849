/** Regions coloured by one industry's quotient: by their boundaries where known, else as points, else told in words. */

import { type CSSProperties, useMemo, useState } from "react";
import { Pick } from "../../components/PageHead";
import { Failure, Waiting } from "../../components/State";
import { cellKey, type Group, type HeatTable, heatOf } from "../../core/clusters/heat";
import { boxOf, fitted, pathOf, type Ring, ringsOf } from "../../core/map/fit";
import { RegionShapesDocument, type RegionShapesQuery } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import styles from "./RegionMap.module.css";

const SIZE = { width: 640, height: 400, margin: 12 };
const LETTER = 12; // pixels
const MOST = 200;
const STEPS = [0.25, 0.5, 1, 2, 4];

interface Props {
  table: HeatTable;
  chosen: readonly string[];
  onChoose: (code: string) => void;
}

interface Shape {
  region: Group;
  rings: Ring[];
  point: [number, number] | null;
}

export function RegionMap({ table, chosen, onChoose }: Props) {
  const { t } = usePreferences();
  const [code, setCode] = useState("");
  const industry = table.industries.find((one) => one.code === code) ?? table.industries[0];
  const ids = useMemo(() => table.regions.flatMap(({ id }) => (id ? [id] : [])).slice(0, MOST), [table]);
  const { data, error, reload } = useQuery(ids.length ? RegionShapesDocument : null, { ids });
  const shapes = useMemo(() => shapesOf(table.regions, data?.nodes ?? []), [table, data]);
  if (error) return <Failure error={error} retry={reload} />;
  if (!industry) return null;
  return (
    <div className={styles.map}>
      <Pick label={t("clusters.industry")} value={industry.code} onPick={setCode}>
        {table.industries.map((one) => (
          <option key={one.code} value={one.code}>
            {one.name}
          </option>
        ))}
      </Pick>
      {data ? (
        <Picture shapes={shapes} table={table} industry={industry} chosen={chosen} onChoose={onChoose} />
      ) : (
        <Waiting lines={8} />
      )}
      <Scale />
      {data && <Words shapes={shapes} />}
    </div>
  );
}

function shapesOf(regions: readonly Group[], nodes: RegionShapesQuery["nodes"]): Shape[] {
  const known = new Map(nodes.flatMap((one) => (one && "boundary" in one ? [[one.id, one] as const] : [])));
  return regions.map((region) => {
    const node = region.id ? known.get(region.id) : undefined;
    const point = node?.point ? ([node.point.longitude, node.point.latitude] as [number, number]) : null;
    return { region, rings: ringsOf(node?.boundary), point };
  });
}

interface PictureProps extends Props {
  shapes: readonly Shape[];
  industry: Group;
}

function Picture({ shapes, table, industry, chosen, onChoose }: PictureProps) {
  const { t } = usePreferences();
  const drawn = useMemo(() => shapes.filter((one) => one.rings.length > 0 || one.point), [shapes]);
  const project = useMemo(() => {
    const points = drawn.flatMap((one) =>
      one.rings.length ? one.rings.flat() : one.point ? [one.point] : [],
    );
    const inner = fitted(points, SIZE.width - 2 * SIZE.margin, SIZE.height - 2 * SIZE.margin);
    return (longitude: number, latitude: number) => {
      const { x, y } = inner(longitude, latitude);
      return { x: x + SIZE.margin, y: y + SIZE.margin };
    };
  }, [drawn]);
  if (drawn.length === 0) return null;
  return (
    <svg
      className={styles.picture}
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      role="img"
      aria-label={t("clusters.mapOf", { industry: industry.name })}
      data-testid="map"
    >
      {drawn.map(({ region, rings, point }) => {
        const cell = table.cells.get(cellKey(region.code, industry.code));
        const style = { "--share": cell ? heatOf(cell.value) : 0 } as CSSProperties;
        const look = `${styles.region} ${cell ? "" : styles.empty} ${chosen.includes(region.code) ? styles.chosen : ""}`;
        const spot = point ? project(...point) : null;
        const box = rings.length ? boxOf(rings, project) : { ...(spot ?? { x: 0, y: 0 }), width: 0 };
        const fits = box.width > region.name.length * LETTER;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the lists beside the map choose by keyboard
          <g key={region.code} onClick={() => onChoose(region.code)} data-region={region.code}>
            <title>
              {cell
                ? t("clusters.cell", {
                    region: region.name,
                    industry: industry.name,
                    value: cell.value.toFixed(2),
                    n: cell.n,
                  })
                : t("clusters.cellNone", { region: region.name, industry: industry.name })}
            </title>
            {rings.length > 0 ? (
              <path className={look} style={style} d={pathOf(rings, project)} />
            ) : (
              <circle className={look} style={style} cx={box.x} cy={box.y} r={10} />
            )}
            {fits && (
              <text className={styles.name} x={box.x} y={box.y + LETTER / 3}>
                {region.name}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function Scale() {
  const { t } = usePreferences();
  return (
    <p className={styles.scale}>
      <span>{t("clusters.quotient")}</span>
      {STEPS.map((value) => (
        <span key={value} className="numeric">
          <i style={{ "--share": heatOf(value) } as CSSProperties} />
          {value}
        </span>
      ))}
    </p>
  );
}

/** What the map does not show is said. */
function Words({ shapes }: { shapes: readonly Shape[] }) {
  const { t } = usePreferences();
  const bounded = shapes.filter((one) => one.rings.length > 0).length;
  const missing = shapes.filter((one) => one.rings.length === 0 && !one.point);
  if (bounded === shapes.length) return null;
  return (
    <p className={styles.words}>
      {t("clusters.bounded", { n: bounded, of: shapes.length })}
      {missing.length > 0 &&
        t("clusters.unplaced", {
          names: missing
            .slice(0, 12)
            .map(({ region }) => region.name)
            .join("、"),
        })}
    </p>
  );
}
