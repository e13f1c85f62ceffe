/** What the API refuses, as RFC 9457 says it. */

export interface Fault {
  pointer: string;
  detail: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly faults: Fault[];
  readonly trace: string | null;
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(sentence(body, status));
    this.name = "Problem";
    this.status = status;
    this.body = body;
    this.code = String(body.code ?? "unreachable");
    this.title = String(body.title ?? "");
    this.faults = (body.errors as Fault[] | undefined) ?? [];
    this.trace = (body.trace_id as string | undefined) ?? null;
  }
}

/** What the code means in the reader's language, and the detail, which names what it is about and is in English. */
function sentence(body: Record<string, unknown>, status: number): string {
  const detail = String(body.detail ?? body.title ?? status);
  if (!body.meaning) return detail;
  return detail === body.title ? String(body.meaning) : `${body.meaning} (${detail})`;
}

/** There was no answer at all: the line is down, or the server is. */
export class Unreachable extends Problem {
  constructor() {
    super(0, { code: "unreachable" });
  }
}

/**
 * The same by where they stand: what is about a list of rows by row and field, `tiers/0/percent`; all else by its field.
 */
export function faultsByPlace(problem: Problem, lists: string[]): Record<string, string> {
  const isOfList = ({ pointer }: Fault) => lists.includes(pointer.replace(/^[/?]/, "").split("/")[0] ?? "");
  const found = faultsByField(
    new Problem(problem.status, { errors: problem.faults.filter((each) => !isOfList(each)) }),
  );
  for (const fault of problem.faults.filter(isOfList)) {
    const place = fault.pointer.replace(/^[/?]/, "");
    found[place] = found[place] ? `${found[place]} ${fault.detail}` : fault.detail;
  }
  return found;
}

/** The faults of a refused form by the name of the field: `/lines/0/quantity` belongs to `lines`, `/custom/mood` to `custom.mood`. */
export function faultsByField(problem: Problem): Record<string, string> {
  const found: Record<string, string> = {};
  for (const fault of problem.faults) {
    const [first = "", code] = fault.pointer.replace(/^[/?]/, "").split("/");
    const field = first === "custom" && code ? `custom.${code.replaceAll("~1", "/").replaceAll("~0", "~")}` : first;
    found[field] = found[field] ? `${found[field]} ${fault.detail}` : fault.detail;
  }
  return found;
}
