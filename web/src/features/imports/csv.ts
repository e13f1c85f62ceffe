/** The head of a file of comma-separated values and its first rows, to choose columns by; the server reads the whole. */

export interface Sheet {
  head: string[];
  rows: string[][];
}

const ENOUGH = 256 * 1024;
const SHOWN = 3;

/** UTF-8 or GBK, as the server takes them. The end of the part that is read may be half a letter, which is no fault. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("gb18030").decode(bytes, { stream: true });
  }
}

function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|\r|$)/y;
  while (pattern.lastIndex < text.length && rows.length <= SHOWN + 1) {
    const found = pattern.exec(text);
    if (!found) break;
    const [, cell = "", end] = found;
    rows.at(-1)?.push((cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell).trim());
    if (end !== ",") rows.push([]);
  }
  return rows.filter((cells) => cells.some((cell) => cell !== ""));
}

export async function readSheet(file: File): Promise<Sheet> {
  const [head = [], ...rows] = cellsOf(decoded(await file.slice(0, ENOUGH).arrayBuffer()));
  return { head, rows: rows.slice(0, SHOWN) };
}

/** "E-mail address" and "email_address" are the same name. */
export function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.\-/()]+/g, "");
}
