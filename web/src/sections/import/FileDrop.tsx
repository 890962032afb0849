/** Where a file is dropped, or chosen. */

import { type DragEvent, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { usePreferences } from "../../hooks/preferences";
import styles from "./FileDrop.module.css";

const ACCEPTED = ".xlsx,.xls,.ods,.csv,.tsv,.json,.jsonl,.parquet,.zip,.gz,.geojson";

export function FileDrop({ disabled, onFile }: { disabled: boolean; onFile: (file: File) => void }) {
  const { t } = usePreferences();
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !disabled) onFile(file);
  };
  return (
    <section
      className={`${styles.drop} ${over ? styles.over : ""}`}
      aria-label={t("import.drop")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <span className={styles.icon}>
        <Icon name="table" size={26} />
      </span>
      <p className={styles.title}>{t("import.drop")}</p>
      <p className={styles.text}>{t("import.formats")}</p>
      <input
        ref={chooser}
        hidden
        type="file"
        accept={ACCEPTED}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          event.target.value = "";
        }}
      />
      <Button look="solid" disabled={disabled} onClick={() => chooser.current?.click()}>
        {t("import.choose")}
      </Button>
    </section>
  );
}
