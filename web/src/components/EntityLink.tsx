import { Link } from "wouter";
import { entityPath } from "../routes";
import styles from "./EntityLink.module.css";
import { TypeDot } from "./TypeMark";

interface Props {
  entity: { id: string; type: string; name: string };
  dot?: boolean;
}

export function EntityLink({ entity, dot = true }: Props) {
  return (
    <Link className={styles.link} href={entityPath(entity.id)}>
      {dot && <TypeDot type={entity.type} />}
      <span>{entity.name}</span>
    </Link>
  );
}
