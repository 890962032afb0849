/** Every community with its size, its anchors and what it does. */

import type { CSSProperties } from "react";
import { Button } from "../../components/Button";
import { EntityLink } from "../../components/EntityLink";
import { communityColor } from "../../core/appearance/color";
import { industryNames } from "../../core/clusters/industries";
import type { CommunitiesQuery } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import styles from "./CommunityList.module.css";

type Community = CommunitiesQuery["communities"]["communities"][number];

interface Props {
  communities: readonly Community[];
  chosen: number | null;
  onChoose: (community: number | null) => void;
}

export function CommunityList({ communities, chosen, onChoose }: Props) {
  const { t } = usePreferences();
  return (
    <div className={styles.panel}>
      {chosen !== null && (
        <Button look="quiet" onClick={() => onChoose(null)}>
          {t("clusters.showAll")}
        </Button>
      )}
      <ul className={styles.list}>
        {communities.map((community) => (
          <li key={community.id} className={community.id === chosen ? styles.chosen : ""}>
            <CommunityRow community={community} chosen={community.id === chosen} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function CommunityRow({
  community,
  chosen,
  onChoose,
}: { community: Community; chosen: boolean } & Pick<Props, "onChoose">) {
  const { t, theme, lang } = usePreferences();
  const industries = industryNames(community.industries);
  return (
    <div className={styles.row} style={{ "--type": communityColor(community.id, theme) } as CSSProperties}>
      <button
        type="button"
        className={styles.name}
        aria-pressed={chosen}
        onClick={() => onChoose(chosen ? null : community.id)}
      >
        <span>{community.label}</span>
        <span className={`${styles.size} numeric`}>{t("clusters.size", { n: community.size })}</span>
      </button>
      <p className={styles.anchors}>
        {community.anchors.slice(0, 3).map((entity) => (
          <EntityLink key={entity.id} entity={entity} dot={false} />
        ))}
      </p>
      {industries.length > 0 && (
        <p className={styles.industries}>{industries.slice(0, 3).join(lang === "zh" ? "、" : ", ")}</p>
      )}
    </div>
  );
}
