/** Which places reached which targets: a table whose cells are coloured, with their numbers in words for those who listen. */

import { Link } from "wouter";
import { type Coverage, cellOf, type LedgerRow } from "../../core/targets/ledger";
import { usePreferences } from "../../hooks/preferences";
import { entityPath } from "../../routes";
import styles from "./CoverageBoard.module.css";

export function CoverageBoard({ board }: { board: Coverage }) {
  const { t } = usePreferences();
  return (
    <div className={styles.scroll}>
      <table className={styles.board} data-testid="coverage">
        <thead>
          <tr>
            <th scope="col">{t("targets.where")}</th>
            {board.targets.map((row) => (
              <th key={row.target?.id} scope="col">
                {row.metric}
                <small className="numeric">
                  {t("targets.reached", {
                    n: row.places.filter((one) => one.met).length,
                    of: row.places.length,
                  })}
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.places.map((place) => (
            <tr key={place.code}>
              <th scope="row">
                {place.id ? <Link href={entityPath(place.id)}>{place.name}</Link> : place.name}
              </th>
              {board.targets.map((row) => (
                <Cell key={row.target?.id} board={board} code={place.code} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ board, code, row }: { board: Coverage; code: string; row: LedgerRow }) {
  const { t } = usePreferences();
  const cover = board.cells.get(cellOf(code, row));
  if (!cover) return <td />;
  return (
    <td className={`numeric ${cover.met ? styles.met : styles.missed}`}>
      {cover.value}
      <span className="sr-only">{t(cover.met ? "targets.met" : "targets.notMet")}</span>
    </td>
  );
}
