/** A state or a stage: a hue is data here, and always stands beside its text. */
import classes from "./tag.module.css";

export type Tone = "blue" | "violet" | "amber" | "rust" | "green" | "red" | "grey" | "teal";

const TONES: Record<string, Tone> = {
  new: "blue",
  draft: "grey",
  planned: "blue",
  open: "blue",
  requested: "amber",
  submitted: "amber",
  sent: "violet",
  qualified: "violet",
  confirmed: "violet",
  waiting: "amber",
  short: "rust",
  reserved: "violet",
  partly_shipped: "amber",
  withheld: "rust",
  uncertain: "rust",
  running: "violet",
  taken: "violet",
  registered: "violet",
  active: "green",
  approved: "green",
  accepted: "green",
  completed: "green",
  converted: "green",
  won: "green",
  fulfilled: "green",
  shipped: "green",
  delivered: "green",
  done: "green",
  paid: "green",
  published: "green",
  in_force: "green",
  ok: "green",
  ready: "green",
  lost: "red",
  refused: "red",
  failed: "red",
  dead: "red",
  voided: "grey",
  voiding: "rust",
  expired: "grey",
  lapsed: "grey",
  withdrawn: "grey",
  cancelled: "grey",
  missed: "rust",
  paused: "amber",
};

export function toneOf(value: unknown): Tone {
  return TONES[String(value)] ?? "grey";
}

const STAGE_TONES: Tone[] = ["blue", "violet", "amber", "rust", "teal"];

export function stageTone(place: number, outcome: string | null | undefined): Tone {
  if (outcome === "won") return "green";
  if (outcome === "lost") return "red";
  return STAGE_TONES[place % STAGE_TONES.length] as Tone;
}

export function Tag({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={`${classes.toned} ${classes.tag}`} data-tone={tone}>
      {children}
    </span>
  );
}
