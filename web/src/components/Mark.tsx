import classes from "./mark.module.css";

/** The product's sign and name. */
export function Mark({ isSmall = false }: { isSmall?: boolean }) {
  return (
    <span className={classes.mark}>
      <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
        <rect width="24" height="24" rx="6" fill="#0b6b5f" />
        <path d="M5 8h14v3h-5v6h-4v-6H5z" fill="#fff" />
      </svg>
      {!isSmall && <span className={classes.name}>{PRODUCT}</span>}
    </span>
  );
}

const PRODUCT = "Tenon";
