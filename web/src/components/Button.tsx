import type { ButtonHTMLAttributes, ReactNode } from "react";
import styles from "./Button.module.css";
import { Icon, type IconName } from "./Icon";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon?: IconName;
  look?: "solid" | "plain" | "quiet";
  children?: ReactNode;
}

export function Button({ icon, look = "plain", children, className, ...rest }: Props) {
  const shape = children ? "" : styles.square;
  return (
    <button
      type="button"
      className={`${styles.button} ${styles[look]} ${shape} ${className ?? ""}`}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
