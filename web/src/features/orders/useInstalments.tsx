/** How an order is paid in parts, written with the order itself. */
import { type ReactNode, useState } from "react";
import type { Values } from "@/api/client";
import { faultsByPlace, Problem } from "@/api/problem";
import type { Noun } from "@/records/contract";
import { sentRows } from "@/records/nested";
import { RowsInput } from "@/records/RowsInput";

const NAME = "instalments";

interface Instalments {
  input: ReactNode;
  body: Values;
  /** Sets each refusal at its row; whether all of them stand there. */
  refuse: (reason: unknown) => boolean;
}

export function useInstalments(noun: Noun): Instalments {
  const field = noun.create?.fields.find((each) => each.name === NAME);
  const [rows, setRows] = useState<unknown[]>([]);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const put = (next: unknown[]) => {
    if (next.length !== rows.length) setFaults({});
    setRows(next);
  };
  const refuse = (reason: unknown) => {
    const found = reason instanceof Problem ? faultsByPlace(reason, [NAME]) : {};
    setFaults(found);
    const places = Object.keys(found);
    return places.length > 0 && places.every((each) => each.split("/")[0] === NAME);
  };
  return {
    input: field && <RowsInput field={field} value={rows} faults={faults} onChange={put} />,
    body: field && rows.length > 0 ? { [NAME]: sentRows(field, rows) } : {},
    refuse,
  };
}
