/** A password that somebody else set is changed before anything else. */
import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { changePassword } from "@/api/session";
import { type Done, Frame, remembered, useRefusal } from "./SignInFrame";

export default function NewPassword({ onDone, onLeave }: { onDone: Done; onLeave: () => void }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState(remembered.login);
  const [old, setOld] = useState(remembered.password);
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [refusal, refuse] = useRefusal();
  const isAsked = !remembered.password;
  const differs = again !== "" && password !== again;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (password !== again) return;
    await changePassword(login, old, password).then(onDone, refuse);
  };

  return (
    <Frame title={t("choose_password")}>
      <p className="quiet">{t("choose_password_hint")}</p>
      <form onSubmit={submit}>
        <Stack gap="sm" mt="md">
          {isAsked && (
            <TextInput label={t("login")} value={login} onChange={(event) => setLogin(event.currentTarget.value)} />
          )}
          {isAsked && (
            <PasswordInput
              label={t("old_password")}
              value={old}
              onChange={(event) => setOld(event.currentTarget.value)}
            />
          )}
          <PasswordInput
            label={t("new_password")}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="new-password"
            required
            withAsterisk={false}
            autoFocus
          />
          <PasswordInput
            label={t("new_password_again")}
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
            autoComplete="new-password"
            error={differs ? t("passwords_differ") : undefined}
            required
            withAsterisk={false}
          />
          {refusal && (
            <Alert color="red" role="alert">
              {refusal}
            </Alert>
          )}
          <Button type="submit">{t("save_password")}</Button>
          <Button variant="subtle" color="gray" onClick={onLeave}>
            {t("sign_out")}
          </Button>
        </Stack>
      </form>
    </Frame>
  );
}
