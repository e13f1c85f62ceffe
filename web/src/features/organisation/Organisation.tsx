/** The organisation as a tree: units below units, moved by drag or by the menu, and the people in each. */
import { Button, Modal, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { cache } from "@/api/queries";
import { actOnRecord, searchRecords } from "@/api/records";
import { Named } from "@/components/Face";
import { useMay } from "@/components/person";
import type { Row } from "@/records/contract";
import { Refused } from "@/records/Empty";
import { useProblemText } from "@/records/problemText";
import { RecordSelect } from "@/records/RecordSelect";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import classes from "./organisation.module.css";

interface Unit extends Row {
  code: string;
  name: string;
  kind: string;
  parent_id: string | null;
  closed: boolean;
}

const MOST = 200;

export default function Organisation() {
  const { t } = useTranslation();
  const may = useMay();
  const [chosen, choose] = useState<Unit | null>(null);
  const [moving, setMoving] = useState<Unit | null>(null);
  const read = useQuery({
    queryKey: ["records", "org-units", "tree"],
    queryFn: () => searchRecords<Unit>("/v1/org-units", { sort: ["code"], limit: MOST, count: "exact" }),
  });
  const move = useMove(read.data?.data ?? []);
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton height={300} />;
  const units = read.data.data;
  const roots = units.filter((each) => !units.some((other) => other.id === each.parent_id));
  const current = chosen ?? roots[0] ?? null;
  return (
    <>
      <h1>{t("places.organisation")}</h1>
      <div className={classes.columns}>
        <div className={`card ${record.panel}`}>
          <ul className={classes.tree}>
            {roots.map((root) => (
              <Branch
                key={root.id}
                unit={root}
                units={units}
                chosen={current}
                canMove={may("gateway.org_unit:move")}
                onChoose={choose}
                onMove={move}
              />
            ))}
          </ul>
          {(read.data.count ?? 0) > units.length && (
            <p className="quiet">{t("first_of", { count: units.length, total: read.data.count })}</p>
          )}
        </div>
        {current && (
          <UnitPeople unit={current} onMove={may("gateway.org_unit:move") ? () => setMoving(current) : undefined} />
        )}
      </div>
      <Modal
        opened={moving !== null}
        onClose={() => setMoving(null)}
        title={t("move_unit", { name: moving?.name })}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <RecordSelect
          noun="org-units"
          label={t("fields.parent")}
          value={moving?.parent_id ?? null}
          onChange={(id) => {
            if (moving && id) void move(moving.id, id);
            setMoving(null);
          }}
        />
      </Modal>
    </>
  );
}

/** Moves a unit with all below it; the note about it takes it back to where it stood. */
function useMove(units: Unit[]) {
  const { t } = useTranslation();
  const told = useProblemText();
  const put = async (id: string, parent: string) => {
    try {
      await actOnRecord("/v1/org-units", id, "move", { parent_id: parent });
      return true;
    } catch (reason) {
      notifications.show({ color: "red", message: told(reason) });
      return false;
    } finally {
      await cache.invalidateQueries({ queryKey: ["records", "org-units"] });
    }
  };
  return async (id: string, parent: string) => {
    const unit = units.find((each) => each.id === id);
    const before = unit?.parent_id;
    if (!unit || !before || before === parent || isWithin(units, parent, id) || !(await put(id, parent))) return;
    const back = () => {
      notifications.hide(note);
      void put(id, before);
    };
    const note: string = notifications.show({
      autoClose: 15_000,
      message: (
        <>
          {t("unit_moved", { name: unit.name, parent: units.find((each) => each.id === parent)?.name ?? "" })}{" "}
          <Button size="compact-xs" variant="light" onClick={back}>
            {t("undo")}
          </Button>
        </>
      ),
    });
  };
}

/** Whether the unit is the other one or stands below it: nothing is moved below itself. */
function isWithin(units: Unit[], id: string | null, other: string): boolean {
  if (id === other) return true;
  const above = units.find((each) => each.id === id)?.parent_id;
  return above ? isWithin(units, above, other) : false;
}

interface BranchProps {
  unit: Unit;
  units: Unit[];
  chosen: Unit | null;
  canMove: boolean;
  onChoose: (unit: Unit) => void;
  onMove: (id: string, parent: string) => Promise<void>;
}

function Branch({ unit, units, chosen, canMove, onChoose, onMove }: BranchProps) {
  const labels = useLabels();
  const [isOver, setOver] = useState(false);
  const below = units.filter((each) => each.parent_id === unit.id);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const id = event.dataTransfer.getData("text/plain");
    if (id && id !== unit.id) void onMove(id, unit.id);
  };
  return (
    <li>
      <button
        type="button"
        className={classes.unit}
        aria-pressed={chosen?.id === unit.id}
        data-over={isOver || undefined}
        draggable={canMove && unit.parent_id !== null}
        onClick={() => onChoose(unit)}
        onDragStart={(event) => event.dataTransfer.setData("text/plain", unit.id)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <strong>{unit.name}</strong>
        <span className="quiet">
          {labels.choice(unit.kind)} · {unit.code}
        </span>
      </button>
      {below.length > 0 && (
        <ul>
          {below.map((each) => (
            <Branch
              key={each.id}
              unit={each}
              units={units}
              chosen={chosen}
              canMove={canMove}
              onChoose={onChoose}
              onMove={onMove}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

function UnitPeople({ unit, onMove }: { unit: Unit; onMove?: () => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const read = useQuery({
    queryKey: ["records", "people", "of unit", unit.id],
    queryFn: () =>
      searchRecords<Row>("/v1/people", {
        filter: {
          and: [
            { field: "org_unit_id", op: "eq", value: unit.id },
            { field: "active", op: "eq", value: true },
          ],
        },
        sort: ["name"],
        limit: 100,
      }),
  });
  return (
    <section className={`card ${record.panel}`} aria-label={unit.name}>
      <div className={record.titles}>
        <h2>{unit.name}</h2>
        <span className={record.space} />
        {onMove && unit.parent_id && (
          <Button variant="default" onClick={onMove}>
            {labels.verb("move")}
          </Button>
        )}
      </div>
      {read.data?.data.length === 0 && <p className="quiet">{t("nobody_here")}</p>}
      <table className={record.plain}>
        <tbody>
          {read.data?.data.map((person) => (
            <tr key={person.id}>
              <td>
                <Link to={`/people/${person.id}`} className={classes.person}>
                  <Named name={String(person.name)} />
                </Link>
              </td>
              <td className="quiet">{(person.groups as string[]).join(", ")}</td>
              <td className="quiet">{(person.superior as Row | null)?.name as string}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
