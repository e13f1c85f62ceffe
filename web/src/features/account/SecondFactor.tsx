import { Alert, Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import classes from "./account.module.css";
import { beginSecondFactor, confirmSecondFactor, fetchSecondFactor } from "./api";

/** An authenticator app beside the password; the secret and the recovery codes are shown once. */
export function SecondFactor() {
  const { t } = useTranslation();
  const told = useProblemText();
  const read = useQuery({ queryKey: ["account", "second-factor"], queryFn: fetchSecondFactor });
  const [secret, setSecret] = useState("");
  const [code, setCode] = useState("");
  const [kept, setKept] = useState<string[]>([]);
  const [refusal, setRefusal] = useState("");
  const begin = () =>
    beginSecondFactor().then(
      (made) => setSecret(made.secret ?? ""),
      (reason: unknown) => setRefusal(told(reason)),
    );
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    try {
      setKept((await confirmSecondFactor(code)).recovery_codes);
      setSecret("");
      setRefusal("");
      await cache.invalidateQueries({ queryKey: ["account"] });
    } catch (reason) {
      setRefusal(told(reason));
    }
  };
  const isOn = Boolean(
    (read.data as { confirmed?: boolean; confirmed_at?: string } | undefined)?.confirmed_at ??
      (read.data as { confirmed?: boolean } | undefined)?.confirmed,
  );
  return (
    <div className={record.stack}>
      <p className="quiet">{isOn ? t("second_factor_on") : t("second_factor_off")}</p>
      {kept.length > 0 && (
        <Alert color="teal" title={t("recovery_codes")}>
          <div className={classes.secret}>{kept.join("  ")}</div>
        </Alert>
      )}
      {!isOn && !secret && (
        <Button variant="default" w="fit-content" onClick={() => void begin()}>
          {t("second_factor_begin")}
        </Button>
      )}
      {secret && (
        <form onSubmit={confirm} className={record.stack}>
          <p>{t("second_factor_secret")}</p>
          <div className={classes.secret}>{secret}</div>
          <TextInput
            label={t("second_factor_code")}
            value={code}
            autoComplete="one-time-code"
            onChange={(event) => setCode(event.currentTarget.value)}
            required
          />
          <Button type="submit" w="fit-content">
            {t("confirm")}
          </Button>
        </form>
      )}
      {refusal && <Alert color="red">{refusal}</Alert>}
    </div>
  );
}
