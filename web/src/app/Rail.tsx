/** The places one may go to, grouped by job. */
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useMay } from "@/components/person";
import { type Place, placesFor } from "./navigation";
import classes from "./shell.module.css";

export function usePlaceName(): (place: Place) => string {
  const { t, i18n } = useTranslation();
  return (place) => (i18n.exists(`nouns.${place.name}`) ? t(`nouns.${place.name}`) : t(`places.${place.name}`));
}

export function Rail({ isNarrow = false, onGo }: { isNarrow?: boolean; onGo?: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const nameOf = usePlaceName();
  return (
    <nav aria-label={t("navigation")} className={classes.places}>
      {placesFor(may).map((group) => (
        <div key={group.name} className={classes.group}>
          {group.name !== "top" && (
            <h3 className={isNarrow ? "unseen" : classes.groupName}>{t(`groups.${group.name}`)}</h3>
          )}
          {group.places.map((place) => (
            <NavLink
              key={place.to}
              to={place.to}
              end={place.to === "/" || place.to === "/opportunities"}
              className={classes.place}
              onClick={onGo}
              aria-label={isNarrow ? nameOf(place) : undefined}
              title={isNarrow ? nameOf(place) : undefined}
            >
              <place.icon size={17} stroke={1.7} aria-hidden />
              {!isNarrow && <span className="cut">{nameOf(place)}</span>}
            </NavLink>
          ))}
        </div>
      ))}
    </nav>
  );
}
