/** Changing what a group may do: a right in each row, a reach in each column; tried out before it is saved. */
import { Button, Checkbox, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "@/api/client";
import { cache } from "@/api/queries";
import type { Row } from "@/records/contract";
import { useProblemText } from "@/records/problemText";
import classes from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { Effects } from "./Effects";
import { type Grant, REACHES } from "./Rights";

interface Right {
  right: string;
  meaning: string;
}

const MOST = 40;
const keyOf = ({ right, reach }: Grant) => `${right} ${reach}`;

export function RightsMatrix({ row, onDone }: { row: Row; onDone: () => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const told = useProblemText();
  const held = ((row.grants as Grant[] | undefined) ?? []).map(keyOf);
  const [words, setWords] = useState("");
  const [wanted, setWanted] = useState<Set<string>>(() => new Set(held));
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const read = useQuery({
    queryKey: ["rights"],
    queryFn: () => ask<{ data: Right[] }>("GET", "/v1/rights"),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const split = (key: string): Grant => ({ right: key.split(" ")[0] ?? "", reach: key.split(" ")[1] ?? "" });
  const grant = [...wanted].filter((key) => !held.includes(key)).map(split);
  const revoke = held.filter((key) => !wanted.has(key)).map(split);
  const isSame = grant.length + revoke.length === 0;
  const meanings = new Map(read.data?.data.map((each) => [each.right, each.meaning]));
  const named = [...new Set([...held, ...wanted].map((key) => split(key).right))];
  const every = [...new Set([...named, ...meanings.keys()])].sort();
  const isMeant = (right: string) =>
    `${right} ${meanings.get(right) ?? ""}`.toLowerCase().includes(words.toLowerCase());
  const shown = words ? every.filter(isMeant) : named.sort();
  const toggle = (key: string) => {
    const next = new Set(wanted);
    if (!next.delete(key)) next.add(key);
    setWanted(next);
    setTried(false);
  };
  const save = async () => {
    setBusy(true);
    try {
      for (const each of revoke) await ask("POST", `/v1/groups/${row.id}/revoke`, { body: each });
      for (const each of grant) await ask("POST", `/v1/groups/${row.id}/grant`, { body: each });
      notifications.show({ message: t("saved") });
      onDone();
    } catch (reason) {
      notifications.show({ color: "red", message: told(reason) });
    }
    setBusy(false);
    await cache.invalidateQueries({ queryKey: ["records", "groups"] });
  };
  return (
    <div className={classes.stack}>
      <TextInput
        label={t("find_right")}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        description={t("find_right_hint")}
      />
      <section className={classes.scroll} tabIndex={0} aria-label={t("parts.rights")}>
        <table className={classes.plain}>
          <thead>
            <tr>
              <th>{labels.field("right")}</th>
              {REACHES.map((each) => (
                <th key={each}>{labels.choice(each)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, MOST).map((right) => (
              <tr key={right}>
                <th scope="row">
                  {right}
                  <div className="quiet">{meanings.get(right)}</div>
                </th>
                {REACHES.map((reach) => (
                  <td key={reach}>
                    <Checkbox
                      aria-label={t("right_and_reach", { right, reach: labels.choice(reach) })}
                      checked={wanted.has(keyOf({ right, reach }))}
                      onChange={() => toggle(keyOf({ right, reach }))}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown.length > MOST && <p className="quiet">{t("first_of", { count: MOST, total: shown.length })}</p>}
      {isTried && <Effects group={String(row.code)} grant={grant} revoke={revoke} />}
      <div className={classes.actions}>
        <Button variant="default" disabled={isSame} onClick={() => setTried(true)}>
          {t("try_out")}
        </Button>
        <Button disabled={isSame} loading={isBusy} onClick={() => void save()}>
          {t("save_changes", { count: grant.length + revoke.length })}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t("cancel")}
        </Button>
      </div>
    </div>
  );
}
