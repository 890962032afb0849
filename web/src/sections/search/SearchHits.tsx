import { Failure } from "../../components/State";
import { TypeMark } from "../../components/TypeMark";
import type { ApiFailure } from "../../core/api/client";
import { type Hit, type HitGroup, markMatches } from "../../core/search/groups";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import type { Picked } from "./SearchBox";
import styles from "./SearchHits.module.css";

interface Props {
  id: string;
  groups: HitGroup<Hit>[];
  asked: string;
  at: number;
  loading: boolean;
  error: ApiFailure | undefined;
  onPick: (entity: Picked) => void;
}

export function SearchHits({ id, groups, asked, at, loading, error, onPick }: Props) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const count = groups.reduce((sum, group) => sum + group.hits.length, 0);
  let index = -1;
  return (
    <div>
      <div id={id} role="listbox" aria-label={t("search.label")} className={styles.list}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a listbox
          <div key={group.type} role="group" aria-label={legend.typeLabel(group.type, lang)}>
            <p className={styles.type} aria-hidden="true">
              {legend.typeLabel(group.type, lang)}
            </p>
            {group.hits.map((hit) => {
              index += 1;
              return (
                <HitRow
                  key={hit.entity.id}
                  id={`${id}-${index}`}
                  hit={hit}
                  asked={asked}
                  active={index === at}
                  onPick={onPick}
                />
              );
            })}
          </div>
        ))}
      </div>
      {error && <Failure error={error} />}
      {!error && <HitsState count={count} loading={loading} asked={asked} />}
    </div>
  );
}

function HitRow(props: {
  id: string;
  hit: Hit;
  asked: string;
  active: boolean;
  onPick: (e: Picked) => void;
}) {
  const { id, hit, asked, active, onPick } = props;
  const { t } = usePreferences();
  const { entity, matched } = hit;
  const other = useMatchedWords(matched, entity);
  return (
    <button
      type="button"
      id={id}
      role="option"
      aria-selected={active}
      tabIndex={-1}
      className={`${styles.hit} ${active ? styles.active : ""}`}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(entity)}
      ref={(element) => {
        if (active) element?.scrollIntoView({ block: "nearest" });
      }}
    >
      <TypeMark type={entity.type} size={28} />
      <span className={styles.words}>
        <span>
          <Marked text={entity.name} asked={asked} />
        </span>
        {other && <span className={styles.matched}>{t("search.matched", { text: other })}</span>}
      </span>
    </button>
  );
}

/** Where the words were found, if not in the name: the alias itself, or the property's label. */
function useMatchedWords(matched: string, entity: Hit["entity"]): string {
  const { lang } = usePreferences();
  const legend = useLegend();
  if (matched === "name") return "";
  if (matched === "aliases") return entity.aliases.slice(0, 2).join(" · ");
  const property = legend.type(entity.type)?.properties.find((p) => p.field === matched);
  return property?.label[lang] ?? "";
}

function Marked({ text, asked }: { text: string; asked: string }) {
  const pieces = markMatches(text, asked);
  return pieces.map((piece, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text have no other name
    piece.match ? <mark key={i}>{piece.text}</mark> : <span key={i}>{piece.text}</span>,
  );
}

function HitsState({ count, loading, asked }: { count: number; loading: boolean; asked: string }) {
  const { t } = usePreferences();
  const told = loading ? t("search.searching") : t("search.hits", { n: count });
  if (count === 0 && !loading) {
    return (
      <div className={styles.none} role="status">
        <p>{t("search.none", { text: asked })}</p>
        <p className={styles.hint}>{t("search.noneHint")}</p>
      </div>
    );
  }
  return (
    <p className={styles.foot} role="status">
      {told}
    </p>
  );
}
