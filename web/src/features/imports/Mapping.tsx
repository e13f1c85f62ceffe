/** Which column of the file becomes which field. */
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import type { RowField, Rule } from "./api";
import { plain, type Sheet } from "./csv";
import classes from "./imports.module.css";

/** The column of each field by its name; a field without one is left alone. */
export type Columns = Record<string, string>;

interface Props {
  fields: RowField[];
  sheet: Sheet;
  columns: Columns;
  /** What stands for a field without a column of its own: one value for every row, or several columns joined. */
  kept: Record<string, Rule>;
  onChange: (columns: Columns) => void;
}

export function Mapping({ fields, sheet, columns, kept, onChange }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const choose = (field: string, column: string | null) => {
    const { [field]: _, ...others } = columns;
    onChange(column ? { ...others, [field]: column } : others);
  };
  const example = (column: string | undefined) =>
    column ? sheet.rows.map((row) => row[sheet.head.indexOf(column)]).find(Boolean) : undefined;
  return (
    <table className={`${record.plain} ${classes.map}`}>
      <thead>
        <tr>
          <th>{t("import.field")}</th>
          <th>{t("import.column")}</th>
          <th>{t("import.example")}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.name}>
            <th scope="row">
              {labels.field(field.name)}
              {field.required && <span className="danger"> *</span>}
            </th>
            <td>
              <Select
                aria-label={t("import.column_of", { field: labels.field(field.name) })}
                data={sheet.head}
                value={columns[field.name] ?? null}
                onChange={(column) => choose(field.name, column)}
                clearable
                searchable
                clearButtonProps={{ "aria-label": t("remove") }}
                placeholder={kept[field.name] ? t("import.as_before") : t("import.not_taken")}
              />
            </td>
            <td className="quiet">{example(columns[field.name])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the names of the columns say of themselves: by the field's own name or by what it is called on the screen. */
export function guessed(fields: RowField[], sheet: Sheet, called: (name: string) => string): Columns {
  const found: Columns = {};
  for (const field of fields) {
    const names = [field.name, called(field.name)].map(plain);
    const column = sheet.head.find((each) => names.includes(plain(each)));
    if (column) found[field.name] = column;
  }
  return found;
}
