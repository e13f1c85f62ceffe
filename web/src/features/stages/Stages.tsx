/** The stages of a deal in their order: how likely a deal in each is to be won, and what it needs to move on. */
import { Button, MultiSelect, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { changeRecord, searchRecords } from "@/api/records";
import { useMay } from "@/components/person";
import { stageTone, Tag } from "@/components/Tag";
import { useNoun } from "@/records/contract";
import { Refused } from "@/records/Empty";
import { InPlace } from "@/records/InPlace";
import { OrderedRow } from "@/records/OrderedRow";
import ordered from "@/records/ordered.module.css";
import { lastPosition } from "@/records/placing";
import { useFaultText, useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { type Order, useOrder } from "@/records/useOrder";
import { type Save, useSaving } from "@/records/useSaving";
import { useLabels } from "@/records/words";
import { NewStage } from "./NewStage";
import type { Stage } from "./stage";

const PATH = "/v1/stages";
const KEY = ["records", "stages", "ladder"];
const FIRST = 1;

function fetchStages() {
  return searchRecords<Stage>(PATH, { sort: ["position"], limit: 200 });
}

async function reread() {
  await cache.invalidateQueries({ queryKey: ["records", "stages"] });
  await cache.invalidateQueries({ queryKey: ["pipeline"] });
}

function stillOpen(stages: Stage[] | undefined): Stage[] {
  return (stages ?? []).filter((each) => each.outcome === null);
}

export default function Stages() {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const may = useMay();
  const [isNew, setNew] = useState(false);
  const read = useQuery({ queryKey: KEY, queryFn: fetchStages });
  const canChange = may("sales.stage:change");
  const order = useOrder(stillOpen(read.data?.data), {
    read: () => stillOpen(cache.getQueryData<{ data: Stage[] }>(KEY)?.data),
    send: (stage, position) => changeRecord(PATH, stage.id, { position }, stage.version),
    reread,
    refused: (reason) => notifications.show({ color: "red", message: told(reason) }),
    least: FIRST,
  });
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton height={300} />;
  const stages = read.data.data;
  return (
    <>
      <div className={record.head}>
        <h1>{labels.noun("stages")}</h1>
        <span className={record.space} />
        {may("sales.stage:create") && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
            {t("new_of", { one: labels.one("stages") })}
          </Button>
        )}
      </div>
      <p className="quiet">{canChange ? t("stages_hint") : t("stages_read")}</p>
      <section className={`card ${record.scroll}`} tabIndex={0} aria-label={labels.noun("stages")}>
        <table className={`${record.plain} ${ordered.table}`}>
          <thead>
            <tr>
              <th>
                <span className="unseen">{labels.field("position")}</span>
              </th>
              {["name", "code", "success_rate", "exit_criteria"].map((each) => (
                <th key={each}>{labels.field(each)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {stages.map((stage, at) => (
              <StageRow key={stage.id} stage={stage} at={at} order={order} canChange={canChange} />
            ))}
          </tbody>
        </table>
      </section>
      {isNew && (
        <NewStage
          position={lastPosition(stillOpen(stages))}
          onClose={() => setNew(false)}
          onMade={async () => {
            setNew(false);
            await reread();
          }}
        />
      )}
    </>
  );
}

interface RowProps {
  stage: Stage;
  at: number;
  order: Order;
  canChange: boolean;
}

function StageRow({ stage, at, order, canChange }: RowProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const save = useSaving(stage, {
    read: () => cache.getQueryData<{ data: Stage[] }>(KEY)?.data,
    send: (now, body) => changeRecord(PATH, now.id, body, now.version),
    reread,
  });
  const isEnd = stage.outcome !== null;
  const of = (field: string) => t("field_of", { field: labels.field(field), name: stage.name });
  return (
    <OrderedRow id={stage.id} name={stage.name} order={canChange && !isEnd ? order : null}>
      <td className={ordered.wide} data-wide data-label={labels.field("name")}>
        {canChange ? (
          <InPlace label={of("name")} value={stage.name} maxLength={100} onSave={(name) => save(() => ({ name }))} />
        ) : (
          <strong className={ordered.text}>{stage.name}</strong>
        )}
      </td>
      <td className={ordered.text} data-label={labels.field("code")}>
        <Tag tone={stageTone(at, stage.outcome)}>{stage.code}</Tag>
      </td>
      <td className={ordered.narrow} data-label={labels.field("success_rate")}>
        {canChange && !isEnd ? (
          <InPlace
            label={of("success_rate")}
            value={String(stage.success_rate)}
            isNumber
            suffix="%"
            onSave={(rate) => save(() => ({ success_rate: Number.isNaN(Number(rate)) ? rate : Number(rate) }))}
          />
        ) : (
          <span className={ordered.text}>{`${stage.success_rate} %`}</span>
        )}
      </td>
      <td data-wide data-label={labels.field("exit_criteria")}>
        {isEnd ? (
          <span className={ordered.text}>{t("ends_deal")}</span>
        ) : (
          <Criteria stage={stage} label={of("exit_criteria")} save={canChange ? save : null} />
        )}
      </td>
    </OrderedRow>
  );
}

function Criteria({ stage, label, save }: { stage: Stage; label: string; save: Save<Stage> | null }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useFaultText();
  const [refusal, setRefusal] = useState("");
  const [wanted, setWanted] = useState<string[] | null>(null);
  const offered = useNoun("stages").change?.fields.find((each) => each.name === "exit_criteria")?.items?.choices ?? [];
  if (!save)
    return (
      <span className={ordered.text}>{stage.exit_criteria.map(labels.choice).join(", ") || t("needs_nothing")}</span>
    );
  const chosen = wanted ?? stage.exit_criteria;
  const choose = async (criteria: string[]) => {
    setWanted(criteria);
    try {
      await save(() => ({ exit_criteria: criteria }));
      setRefusal("");
    } catch (reason) {
      setRefusal(told(reason));
    }
    setWanted((held) => (held === criteria ? null : held));
  };
  return (
    <MultiSelect
      aria-label={label}
      data={offered.map((each) => ({ value: each, label: labels.choice(each) }))}
      value={chosen}
      onChange={(criteria) => void choose(criteria)}
      placeholder={chosen.length === 0 ? t("needs_nothing") : undefined}
      error={refusal || undefined}
      miw={200}
    />
  );
}
