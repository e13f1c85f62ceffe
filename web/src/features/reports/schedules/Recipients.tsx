/** The people to whom something is sent. */
import { ActionIcon, Group } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNames } from "@/records/names";
import { RecordSelect } from "@/records/RecordSelect";
import classes from "./schedules.module.css";

interface Props {
  value: string[];
  error?: string;
  onChange: (value: string[]) => void;
}

export function Recipients({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const names = useNames("people", value);
  const nameOf = (id: string) => names[id] ?? t("somebody");
  return (
    <div>
      <RecordSelect
        key={value.length}
        noun="people"
        label={t("schedules.recipients")}
        placeholder={t("schedules.add_recipient")}
        value={null}
        error={error}
        within={{ field: "active", op: "eq", value: true }}
        onChange={(id) => id && !value.includes(id) && onChange([...value, id])}
      />
      <ul className={classes.people} aria-label={t("schedules.recipients")}>
        {value.map((id) => (
          <li key={id}>
            <Group gap={4} wrap="nowrap">
              {nameOf(id)}
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("remove_line", { name: nameOf(id) })}
                onClick={() => onChange(value.filter((each) => each !== id))}
              >
                <IconX size={14} />
              </ActionIcon>
            </Group>
          </li>
        ))}
      </ul>
    </div>
  );
}
