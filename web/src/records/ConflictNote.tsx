/** Who was faster and what they changed, beside what one wanted oneself; nothing is overwritten unasked. */
import { Alert, Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWritten } from "@/i18n/format";
import type { Noun } from "./contract";
import type { Conflict } from "./useRecord";
import { useLabels } from "./words";

interface ConflictProps {
  noun: Noun;
  conflict: Conflict;
  onMine: () => void;
  onTheirs: () => void;
}

export function ConflictNote({ noun, conflict, onMine, onTheirs }: ConflictProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const { theirs, wanted, current } = conflict;
  const said = (value: unknown) => (value === null || value === undefined ? "–" : String(value));
  const changes = Object.entries(theirs?.changes ?? {}).map(
    ([name, { before, after }]) => `${labels.field(name)}: ${said(before)} → ${said(after)}`,
  );
  const mine = Object.entries(wanted).map(([name, value]) => `${labels.field(name)}: ${said(value)}`);
  const who = theirs?.actor?.name ?? t("somebody");
  return (
    <Alert color="yellow" title={t("conflict")} mb="sm" role="alert">
      <p>{t("conflict_who", { who, when: written.ago(theirs?.at ?? current.updated_at), what: changes.join("; ") })}</p>
      <p>{t("conflict_mine", { what: mine.join("; ") })}</p>
      <Group gap="xs">
        <Button size="compact-sm" variant="default" onClick={onTheirs}>
          {t("keep_theirs")}
        </Button>
        <Button size="compact-sm" onClick={onMine} aria-label={`${t("save_mine")} ${labels.one(noun.key)}`}>
          {t("save_mine")}
        </Button>
      </Group>
    </Alert>
  );
}
