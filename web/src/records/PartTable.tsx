/** What belongs to a record without being a noun of its own: competitors of a deal, members of a group, rules of a territory. */
import { Button, Modal, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { createRecord, fetchPart } from "@/api/records";
import { useMay } from "@/components/person";
import { Cell, isNumeric } from "./Cell";
import type { Field, Noun, Part, Row } from "./contract";
import { pointsAt } from "./displays";
import { Refused } from "./Empty";
import { isEnterable } from "./FieldInput";
import { Form } from "./Form";
import { useNames } from "./names";
import classes from "./record.module.css";
import { useLabels } from "./words";

const HIDDEN = new Set(["id", "version", "updated_at", "org_unit", "custom"]);

/** Whose unit a row belongs to is not shown, but for those that are made by naming a unit. */
function shownFields(noun: Noun, part: Part, rows: Row[]): Field[] {
  const named = new Set(part.addFields?.map((each) => each.name.replace(/_id$/, "")));
  const own = `${noun.key.replace(/ies$/, "y").replace(/s$/, "").replaceAll("-", "_")}`;
  return (part.fields ?? [])
    .filter((each) => !HIDDEN.has(each.name) || named.has(each.name))
    .filter((each) => each.name !== `${own}_id` && each.name !== own && each.kind !== "list")
    .filter((each) => rows.some((row) => row[each.name] !== null && row[each.name] !== undefined))
    .slice(0, 8);
}

export function PartTable({ noun, id, part }: { noun: Noun; id: string; part: Part }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const [isAdding, setAdding] = useState(false);
  const key = ["records", noun.key, id, "part", part.name];
  const read = useQuery({ queryKey: key, queryFn: () => fetchPart<{ data?: Row[] } & Row>(noun.path, id, part.name) });
  const rows = read.data ? (read.data.data ?? [read.data]) : [];
  const fields = shownFields(noun, part, rows);
  const ids = fields.filter((each) => each.kind === "id" && pointsAt(each.name));
  const name = ids[0]?.name ?? "";
  const names = useNames(
    pointsAt(name),
    rows.map((row) => row[name] as string | null),
  );
  const takes = (part.addFields ?? []).filter(isEnterable);
  const canAdd =
    part.adds !== undefined &&
    may(part.adds) &&
    takes.length > 0 &&
    !part.addFields?.some((each) => each.required && !isEnterable(each));
  if (read.isPending) return <Skeleton height={80} />;
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  return (
    <div className={classes.stack}>
      {canAdd && (
        <Button variant="default" w="fit-content" onClick={() => setAdding(true)}>
          {t("add")}
        </Button>
      )}
      {rows.length === 0 && <p className="quiet">{t("nothing_here")}</p>}
      {rows.length > 0 && (
        <section className={classes.scroll} tabIndex={0} aria-label={t(`parts.${part.name}`)}>
          <table className={classes.plain}>
            <thead>
              <tr>
                {fields.map((field) => (
                  <th key={field.name} className={isNumeric(field) ? "number" : undefined}>
                    {labels.field(field.name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, place) => (
                <tr key={row.id ?? place}>
                  {fields.map((field) => (
                    <td key={field.name} className={isNumeric(field) ? "number" : undefined}>
                      <Cell field={field} row={row} names={names} isLinked />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Modal
        opened={isAdding}
        onClose={() => setAdding(false)}
        title={t(`parts.${part.name}`)}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Form
          fields={takes}
          submit={t("add")}
          send={async (values) => {
            await createRecord(`${noun.path}/${id}/${part.name}`, values);
            await cache.invalidateQueries({ queryKey: ["records", noun.key, id] });
            setAdding(false);
          }}
        />
      </Modal>
    </div>
  );
}
