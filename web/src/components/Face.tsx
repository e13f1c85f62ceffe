/** A person as a coloured disc with initials: the same person has the same colour everywhere. */
import classes from "./face.module.css";

const HUES = ["#2f6d8f", "#a04636", "#6a4c9c", "#4a7a2c", "#8a5a00", "#a3386c", "#3d5c98", "#0b6b5f"];

function hueOf(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return HUES[sum % HUES.length] as string;
}

function initials(name: string): string {
  const chinese = /[㐀-鿿]+/.exec(name)?.[0];
  if (chinese) return chinese.slice(-1);
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? "") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
}

export function Face({ name, size = 20 }: { name: string; size?: number }) {
  return (
    <span
      className={classes.face}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.42), background: hueOf(name) }}
      aria-hidden="true"
      title={name}
      data-initials={initials(name)}
    />
  );
}

export function Named({ name }: { name: string }) {
  return (
    <span className={classes.named}>
      <Face name={name} />
      <span className="cut">{name}</span>
    </span>
  );
}
