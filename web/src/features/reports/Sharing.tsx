/** Opening something to people and to units, and closing it again. */
import { ActionIcon, Button, Modal, Switch } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "@/api/client";
import { cache } from "@/api/queries";
import { useNames } from "@/records/names";
import { useProblemText } from "@/records/problemText";
import { RecordSelect } from "@/records/RecordSelect";
import record from "@/records/record.module.css";

interface Share {
  id: string;
  person_id: string | null;
  org_unit_id: string | null;
  access: string;
}

export function Sharing({ path, title, onClose }: { path: string; title: string; onClose: () => void }) {
  const { t } = useTranslation();
  const told = useProblemText();
  const [person, setPerson] = useState<string | null>(null);
  const [unit, setUnit] = useState<string | null>(null);
  const [mayChange, setMayChange] = useState(false);
  const [refusal, setRefusal] = useState("");
  const key = ["reports", "shares", path];
  const read = useQuery({ queryKey: key, queryFn: () => ask<{ data: Share[] }>("GET", `${path}/shares`) });
  const shares = read.data?.data ?? [];
  const people = useNames(
    "people",
    shares.map((each) => each.person_id),
  );
  const units = useNames(
    "org-units",
    shares.map((each) => each.org_unit_id),
  );
  const run = async (work: () => Promise<unknown>) => {
    setRefusal("");
    await work().catch((reason: unknown) => setRefusal(told(reason)));
    await cache.invalidateQueries({ queryKey: key });
  };
  const add = () =>
    run(async () => {
      const access = mayChange ? "write" : "read";
      if (person) await ask("POST", `${path}/shares`, { body: { person_id: person, access } });
      if (unit) await ask("POST", `${path}/shares`, { body: { org_unit_id: unit, access } });
      setPerson(null);
      setUnit(null);
    });
  const nameOf = (each: Share) =>
    (each.person_id ? people[each.person_id] : units[each.org_unit_id ?? ""]) ?? t("somebody");
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("share_named", { name: title })}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <div className={record.stack}>
        <p className="quiet">{t("share_hint")}</p>
        <RecordSelect noun="people" label={t("fields.person")} value={person} onChange={setPerson} />
        <RecordSelect noun="org-units" label={t("unit_and_below")} value={unit} onChange={setUnit} />
        <Switch
          label={t("may_change_it")}
          checked={mayChange}
          onChange={(event) => setMayChange(event.currentTarget.checked)}
        />
        {refusal && <p role="alert">{refusal}</p>}
        <Button disabled={!person && !unit} onClick={() => void add()}>
          {t("share")}
        </Button>
        {shares.length > 0 && (
          <table className={record.plain} aria-label={t("parts.shares")}>
            <tbody>
              {shares.map((each) => (
                <tr key={each.id}>
                  <td>{nameOf(each)}</td>
                  <td className="quiet">{each.access === "write" ? t("may_change_it") : t("may_see_it")}</td>
                  <td className="number">
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={t("remove_line", { name: nameOf(each) })}
                      onClick={() => void run(() => ask("DELETE", `${path}/shares/${each.id}`))}
                    >
                      <IconX size={15} />
                    </ActionIcon>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Modal>
  );
}
