import type { ReactNode } from "react";
import { NavLink } from "react-router";
import classes from "./switch.module.css";

export interface Side {
  to: string;
  label: string;
  icon: ReactNode;
}

/** Two ways to look at the same thing. */
export function LinkSwitch({ label, sides }: { label: string; sides: Side[] }) {
  return (
    <nav className={classes.switch} aria-label={label}>
      {sides.map((each) => (
        <NavLink key={each.to} to={each.to} end>
          {each.icon}
          {each.label}
        </NavLink>
      ))}
    </nav>
  );
}
