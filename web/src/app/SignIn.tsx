/** Signing in: password, then the code of a second factor if the account has one. */
import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { signIn } from "@/api/session";
import { type Done, Frame, remembered, useRefusal } from "./SignInFrame";

export default function SignIn({
  onDone,
  login: known = "",
  plain = false,
}: {
  onDone: Done;
  login?: string;
  plain?: boolean;
}) {
  const { t } = useTranslation();
  const [login, setLogin] = useState(known);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [refusal, refuse] = useRefusal();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    refuse(null);
    try {
      const session = await signIn(login.trim(), password, code?.replace(/\s/g, "") || undefined);
      Object.assign(remembered, { login: login.trim(), password, code: "" });
      onDone(session);
    } catch (reason) {
      if (reason instanceof Problem && reason.code === "second_factor_required") setCode("");
      else refuse(reason);
    } finally {
      setBusy(false);
    }
  };

  const form = (
    <form onSubmit={submit}>
      <Stack gap="sm" mt="md">
        <TextInput
          label={t("login")}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={Boolean(known)}
          required
          withAsterisk={false}
          data-autofocus={!known || undefined}
        />
        <PasswordInput
          label={t("password")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
          required
          withAsterisk={false}
          data-autofocus={Boolean(known) || undefined}
        />
        {code !== null && (
          <TextInput
            label={t("second_factor_code")}
            description={t("second_factor_hint")}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="one-time-code"
            autoFocus
            required
            withAsterisk={false}
          />
        )}
        {refusal && (
          <Alert color="red" role="alert">
            {refusal}
          </Alert>
        )}
        <Button type="submit" loading={isBusy} fullWidth>
          {t("sign_in")}
        </Button>
      </Stack>
    </form>
  );
  return plain ? form : <Frame title={t("sign_in_to")}>{form}</Frame>;
}
