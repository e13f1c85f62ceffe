/** The lists that a record holds, such as the tiers of a plan: each as a table, and changed as a whole in a form. */
import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/components/person";
import { Cell, isNumeric } from "./Cell";
import { ConflictNote } from "./ConflictNote";
import type { Field, Noun, Row } from "./contract";
import { nounOf } from "./displays";
import { Form } from "./Form";
import { useNames } from "./names";
import { isEnterable, isNested, startOfRows } from "./nested";
import classes from "./record.module.css";
import { useChange } from "./useRecord";
import { useLabels } from "./words";

/** Lists that the page of their noun shows and changes in a way of its own. */
const ELSEWHERE = new Set(["lines", "versions", "tries", "grants", "notes", "errors"]);

export function Lists({ noun, row }: { noun: Noun; row: Row }) {
  const may = useMay();
  const canChange = noun.change !== undefined && may(noun.change.right);
  const changed = (canChange ? (noun.change?.fields ?? []) : []).filter((each) => isNested(each) && isEnterable(each));
  const shown = noun.lists.filter((each) => !ELSEWHERE.has(each.name) && Array.isArray(row[each.name]));
  return shown
    .map((list) => ({ list, changing: changed.find((each) => each.name === list.name) }))
    .filter(({ list, changing }) => changing || (row[list.name] as unknown[]).length > 0)
    .map(({ list, changing }) => <OneList key={list.name} noun={noun} row={row} list={list} changing={changing} />);
}

function OneList({ noun, row, list, changing }: { noun: Noun; row: Row; list: Field; changing: Field | undefined }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [isOpen, setOpen] = useState(false);
  const { change, conflict, resolve } = useChange(noun, row);
  // Of the version that stood there when the form was opened.
  const [begun, setBegun] = useState(row);
  const label = labels.of(list);
  const title = t("edit_field", { field: label });
  return (
    <section className={`card ${classes.panel}`} aria-label={label}>
      <div className={classes.listHead}>
        <h2>{label}</h2>
        {changing && (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={title}
            onClick={() => {
              setBegun(row);
              setOpen(true);
            }}
          >
            {t("change")}
          </Button>
        )}
      </div>
      {conflict && (
        <ConflictNote
          noun={noun}
          conflict={conflict}
          onMine={() => change(conflict.wanted, conflict.current.version)}
          onTheirs={resolve}
        />
      )}
      <ListTable list={list} rows={row[list.name] as Row[]} label={label} currency={row.currency} />
      {changing && (
        <Modal
          opened={isOpen}
          onClose={() => setOpen(false)}
          title={title}
          size="xl"
          closeButtonProps={{ "aria-label": t("close") }}
        >
          <Form
            fields={[changing]}
            start={{ [changing.name]: startOfRows(changing, begun[changing.name]) }}
            isChange
            submit={t("save")}
            onCancel={() => setOpen(false)}
            send={async (values) => {
              await change(values, begun.version);
              setOpen(false);
            }}
          />
        </Modal>
      )}
    </section>
  );
}

interface TableProps {
  list: Field;
  rows: Row[];
  label: string;
  currency: unknown;
}

function ListTable({ list, rows, label, currency }: TableProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const isSaid = (value: unknown) => value !== null && value !== undefined && value !== "";
  const fields = (list.items?.fields ?? []).filter(
    (each) => each.name !== "id" && rows.some((row) => isSaid(row[each.name])),
  );
  const [first, second] = fields.filter((each) => each.kind === "id" && nounOf(each));
  const ids = (field: Field | undefined) => rows.map((row) => (field ? (row[field.name] as string | null) : null));
  const names = {
    ...useNames(first && nounOf(first), ids(first)),
    ...useNames(second && nounOf(second), ids(second)),
  };
  if (rows.length === 0) return <p className="quiet">{t("nothing_here")}</p>;
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={classes.plain}>
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field.name} className={isNumeric(field) ? "number" : undefined}>
                {labels.of(field)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a list have no name but their place
            <tr key={place}>
              {fields.map((field) => (
                <td key={field.name} className={isNumeric(field) ? "number" : undefined}>
                  <Cell field={field} row={{ currency, ...row }} names={names} isLinked />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
