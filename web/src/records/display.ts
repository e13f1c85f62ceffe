/** What a display of a noun says, and the views that most nouns share. */

export interface StandardView {
  name: string;
  filters: string[];
  sort?: string;
}

export interface Shown {
  /** The field that names a record; the second one says whose or what it is. */
  title: string;
  second?: string;
  amount?: string;
  status?: string;
  /** Nobody but its owner changes it, and nobody once it is removed. */
  ownersOnly?: boolean;
  views: StandardView[];
  /** Fields offered as filters in the bar; all others are behind "more". */
  chips: string[];
}

/** With the columns that the API says its list begins with. */
export interface Display extends Shown {
  columns: string[];
}

export const ALL: StandardView = { name: "all", filters: [] };
export const MINE: StandardView = { name: "mine", filters: ["owner_id:eq:me"] };

export function status(...values: string[]): StandardView[] {
  return values.map((value) => ({ name: `status_${value}`, filters: [`status:eq:${value}`] }));
}
