/** Every community with its size, its anchors and what it does. */

import type { CSSProperties } from "react";
import { Button } from "../../components/Button";
import { EntityLink } from "../../components/EntityLink";
import { communityColor } from "../../core/appearance/color";
import { communityName, shortName } from "../../core/appearance/names";
import type { CommunitiesQuery } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import styles from "./CommunityList.module.css";

type Community = CommunitiesQuery["communities"]["communities"][number];

interface Props {
  communities: readonly Community[];
  chosen: string | null;
  onChoose: (community: string | null) => void;
}

export function CommunityList({ communities, chosen, onChoose }: Props) {
  const { t, theme } = usePreferences();
  return (
    <div className={styles.panel}>
      {chosen !== null && (
        <Button look="quiet" onClick={() => onChoose(null)}>
          {t("clusters.showAll")}
        </Button>
      )}
      <ul className={styles.list}>
        {communities.map((community, i) => (
          <li key={community.id} className={community.id === chosen ? styles.chosen : ""}>
            <CommunityRow
              community={community}
              color={communityColor(i, theme)}
              chosen={community.id === chosen}
              onChoose={onChoose}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function CommunityRow({
  community,
  color,
  chosen,
  onChoose,
}: { community: Community; color: string; chosen: boolean } & Pick<Props, "onChoose">) {
  const { t, lang } = usePreferences();
  const name = communityName(community.label);
  const anchors = community.anchors.filter((entity) => communityName(entity.name) !== name);
  return (
    <div className={styles.row} style={{ "--type": color } as CSSProperties}>
      <button
        type="button"
        className={styles.name}
        aria-pressed={chosen}
        onClick={() => onChoose(chosen ? null : community.id)}
      >
        <span title={community.label}>{name}</span>
        <span className={`${styles.size} numeric`}>{t("clusters.size", { n: community.size })}</span>
      </button>
      <p className={styles.anchors}>
        {anchors.slice(0, 3).map((entity) => (
          <EntityLink key={entity.id} entity={{ ...entity, name: shortName(entity.name) }} dot={false} />
        ))}
      </p>
      {community.industries.length > 0 && (
        <p className={styles.industries}>
          {community.industries
            .slice(0, 3)
            .map((industry) => industry.name)
            .join(lang === "zh" ? "、" : ", ")}
        </p>
      )}
    </div>
  );
}
