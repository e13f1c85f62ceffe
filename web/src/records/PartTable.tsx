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
import { Form } from "./Form";
import { type Names, useNames } from "./names";
import { amongItsLines, firstRows, isEnterable, isNested } from "./nested";
import { PartMenu } from "./PartMenu";
import { calledAs, isLong, shownFields } from "./parts";
import { useListed } from "./picklists";
import classes from "./record.module.css";
import { useLabels } from "./words";

/** A row names at most two records by their ids alone, such as the person or the unit that something is shared with. */
function usePartNames(fields: Field[], rows: Row[]): Names {
  const [first = "", second = ""] = fields
    .filter((each) => each.kind === "id" && pointsAt(each.name))
    .map((each) => each.name);
  const ids = (name: string) => rows.map((row) => row[name] as string | null);
  return { ...useNames(pointsAt(first), ids(first)), ...useNames(pointsAt(second), ids(second)) };
}

export function PartTable({ noun, row: of, part }: { noun: Noun; row: Row; part: Part }) {
  const { id } = of;
  const { t } = useTranslation();
  const labels = useLabels();
  const may = useMay();
  const [isAdding, setAdding] = useState(false);
  const key = ["records", noun.key, id, "part", part.name];
  const read = useQuery({ queryKey: key, queryFn: () => fetchPart<{ data?: Row[] } & Row>(noun.path, id, part.name) });
  const rows = read.data ? (read.data.data ?? [read.data]) : [];
  const fields = shownFields(noun, part, rows);
  const names = usePartNames(fields, rows);
  const listed = useListed(fields.map((each) => each.picklist));
  const asked = (part.addFields ?? []).map((each) => amongItsLines(each, of));
  const takes = asked.filter(isEnterable);
  const canAdd =
    part.adds !== undefined &&
    may(part.adds) &&
    takes.length > 0 &&
    !asked.some((each) => each.required && !isEnterable(each));
  const canAct = (part.remove && may(part.remove.right)) || (part.verbs ?? []).some((each) => may(each.right));
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
                {canAct && (
                  <th className={classes.acts}>
                    <span className="unseen">{t("more_actions")}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, place) => (
                <tr key={row.id ?? place}>
                  {fields.map((field) => (
                    <td
                      key={field.name}
                      className={isNumeric(field) ? "number" : undefined}
                      data-long={isLong(part, field) || undefined}
                    >
                      <Cell field={field} row={row} names={names} isLinked />
                    </td>
                  ))}
                  {canAct && (
                    <td className={classes.acts}>
                      <PartMenu
                        noun={noun}
                        of={of}
                        part={part}
                        row={row}
                        name={calledAs(part, row, names, labels, listed)}
                      />
                    </td>
                  )}
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
        size={takes.some(isNested) ? "xl" : "md"}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Form
          fields={takes}
          start={firstRows(takes)}
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
