/** One's own account: password, second factor, open sessions, tokens for programs. */
import { Button, Group, PasswordInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { changePassword } from "@/api/session";
import { usePerson } from "@/components/person";
import { useWritten } from "@/i18n/format";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import classes from "./account.module.css";
import { endSession, fetchSessions } from "./api";
import { SecondFactor } from "./SecondFactor";
import { Tokens } from "./Tokens";

export default function Account() {
  const { t } = useTranslation();
  const me = usePerson();
  return (
    <>
      <h1>{me.name}</h1>
      <p className="quiet">
        {me.login} · {me.org_unit?.name} · {me.groups?.join(", ")}
      </p>
      <div className={classes.grid}>
        <Part title={t("password")}>
          <Password login={me.login ?? ""} />
        </Part>
        <Part title={t("second_factor")}>
          <SecondFactor />
        </Part>
        <Part title={t("sessions")}>
          <Sessions />
        </Part>
        <Part title={t("tokens")}>
          <Tokens />
        </Part>
      </div>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={`card ${record.panel}`}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Password({ login }: { login: string }) {
  const { t } = useTranslation();
  const told = useProblemText();
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [refusal, setRefusal] = useState("");
  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await changePassword(login, old, next);
      setOld("");
      setNext("");
      setRefusal("");
      notifications.show({ message: t("saved") });
    } catch (reason) {
      setRefusal(told(reason));
    }
  };
  const eye = { "aria-label": t("show_password") };
  return (
    <form onSubmit={save} className={record.stack}>
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      <PasswordInput
        label={t("old_password")}
        value={old}
        autoComplete="current-password"
        visibilityToggleButtonProps={eye}
        onChange={(event) => setOld(event.currentTarget.value)}
        required
      />
      <PasswordInput
        label={t("new_password")}
        value={next}
        autoComplete="new-password"
        visibilityToggleButtonProps={eye}
        error={refusal}
        onChange={(event) => setNext(event.currentTarget.value)}
        required
      />
      <Button type="submit" w="fit-content">
        {t("save")}
      </Button>
    </form>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const written = useWritten();
  const read = useQuery({ queryKey: ["account", "sessions"], queryFn: fetchSessions });
  return (
    <div className={record.stack}>
      {read.data?.map((each) => (
        <Group key={each.id} justify="space-between" wrap="nowrap" className={record.note}>
          <div>
            <strong>{each.device}</strong>
            <div className={record.when}>
              {each.address} · {written.moment(each.last_used_at ?? each.created_at)}
            </div>
          </div>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() =>
              void endSession(each.id ?? "").then(() => cache.invalidateQueries({ queryKey: ["account"] }))
            }
          >
            {t("sign_out")}
          </Button>
        </Group>
      ))}
    </div>
  );
}
