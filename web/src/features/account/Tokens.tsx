import { Alert, Button, Group, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { useWritten } from "@/i18n/format";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import classes from "./account.module.css";
import { endToken, fetchTokens, makeToken } from "./api";

/** Tokens for programs of one's own; each is told once. */
export function Tokens() {
  const { t } = useTranslation();
  const written = useWritten();
  const told = useProblemText();
  const read = useQuery({ queryKey: ["account", "tokens"], queryFn: fetchTokens });
  const [label, setLabel] = useState("");
  const [scopes, setScopes] = useState<string[]>([]);
  const [made, setMade] = useState("");
  const [refusal, setRefusal] = useState("");
  const again = () => cache.invalidateQueries({ queryKey: ["account", "tokens"] });
  const make = async (event: FormEvent) => {
    event.preventDefault();
    try {
      setMade((await makeToken(label, scopes)).access_token);
      setLabel("");
      setScopes([]);
      setRefusal("");
      await again();
    } catch (reason) {
      setRefusal(told(reason));
    }
  };
  return (
    <div className={record.stack}>
      <form onSubmit={make} className={record.stack}>
        <TextInput
          label={t("token_label")}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          error={refusal}
          required
        />
        <TagsInput label={t("token_scopes")} description={t("token_scopes_hint")} value={scopes} onChange={setScopes} />
        <Button type="submit" variant="default" w="fit-content">
          {t("make_token")}
        </Button>
      </form>
      {made && (
        <Alert color="teal" title={t("token_once")}>
          <div className={classes.secret}>{made}</div>
        </Alert>
      )}
      {read.data?.map((each) => (
        <Group key={each.id} justify="space-between" wrap="nowrap" className={record.note}>
          <div>
            <strong>{each.label}</strong>
            <div className={record.when}>
              {each.scopes?.join(", ") ?? t("all_rights")} · {t("until_day", { day: written.day(each.expires_at) })}
            </div>
          </div>
          <Button
            size="compact-sm"
            variant="default"
            color="red"
            onClick={() => void endToken(each.id ?? "").then(again)}
          >
            {t("revoke")}
          </Button>
        </Group>
      ))}
    </div>
  );
}
