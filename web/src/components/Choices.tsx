import styles from "./Choices.module.css";

interface Props<Value extends string> {
  label: string;
  choices: readonly { value: Value; text: string; count?: number }[];
  value: Value;
  onChoose: (value: Value) => void;
}

/** A few ways to look at one thing, one of which is chosen. */
export function Choices<Value extends string>({ label, choices, value, onChoose }: Props<Value>) {
  return (
    <fieldset className={styles.choices}>
      <legend className="sr-only">{label}</legend>
      {choices.map((one) => (
        <button
          key={one.value}
          type="button"
          aria-pressed={one.value === value}
          onClick={() => onChoose(one.value)}
        >
          {one.text}
          {one.count !== undefined && <span className="numeric">{one.count}</span>}
        </button>
      ))}
    </fieldset>
  );
}
