/** The search box: hits by type as one types, by mouse or by arrow keys. */

import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { Icon } from "../../components/Icon";
import { groupHits } from "../../core/search/groups";
import { SearchDocument } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { useDelayed } from "../../hooks/useDelayed";
import { useQuery } from "../../hooks/useQuery";
import styles from "./SearchBox.module.css";
import { SearchHits } from "./SearchHits";

export interface Picked {
  id: string;
  type: string;
  name: string;
}

interface Props {
  onPick: (entity: Picked) => void;
  look?: "hero" | "bar";
  placeholder?: string;
  autoFocus?: boolean;
}

const PAUSE = 120;

export function SearchBox({ onPick, look = "bar", placeholder, autoFocus }: Props) {
  const { t } = usePreferences();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const composing = useRef(false);
  const listId = useId();
  const asked = useDelayed(text.trim(), PAUSE);
  const { data, error, loading } = useQuery(asked ? SearchDocument : null, { text: asked, first: 30 });
  const groups = useMemo(() => groupHits(data?.search ?? []), [data]);
  const flat = useMemo(() => groups.flatMap((group) => group.hits), [groups]);

  const pick = (entity: Picked) => {
    setOpen(false);
    setText("");
    onPick(entity);
  };

  const onKey = (event: KeyboardEvent) => {
    if (composing.current || event.nativeEvent.isComposing) return;
    if (event.key === "Escape") setOpen(false);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      setAt((now) => (now + (event.key === "ArrowDown" ? 1 : -1) + flat.length) % Math.max(flat.length, 1));
    }
    const hit = flat[at];
    if (event.key === "Enter" && hit && open) pick(hit.entity);
  };

  const shown = open && asked !== "";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: leaving the box by any way closes the list
    <div
      className={`${styles.box} ${styles[look]}`}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Icon name="search" size={look === "hero" ? 22 : 18} />
      <input
        className={styles.input}
        role="combobox"
        aria-label={t("search.label")}
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown && flat[at] ? `${listId}-${at}` : undefined}
        placeholder={placeholder ?? t("search.placeholder")}
        // biome-ignore lint/a11y/noAutofocus: on the start page the box is what one came for
        autoFocus={autoFocus}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          setAt(0);
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={onKey}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={() => {
          composing.current = false;
        }}
      />
      {text && (
        <button
          type="button"
          className={styles.clear}
          aria-label={t("search.clear")}
          onClick={() => setText("")}
        >
          <Icon name="close" size={16} />
        </button>
      )}
      {shown && (
        <div className={styles.drop}>
          <SearchHits
            id={listId}
            groups={groups}
            asked={asked}
            at={at}
            loading={loading || text.trim() !== asked}
            error={error}
            onPick={pick}
          />
        </div>
      )}
    </div>
  );
}
