/** From nobody to somebody: asks for the session, then shows either the sign-in or the console. */
import { Alert, Button, Center, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { door } from "@/api/client";
import { cache } from "@/api/queries";
import { forget, type Session } from "@/api/session";
import { PersonContext } from "@/components/person";
import { ME, SESSION } from "./begin";
import { Providers } from "./providers";
import { Console } from "./routes";

const SignIn = lazy(() => import("./SignIn"));
const NewPassword = lazy(() => import("./NewPassword"));
const StaleSession = lazy(() => import("./StaleSession"));

type Held = Pick<Session, "must_change_password"> | null;

export function App() {
  return (
    <Providers>
      <Entrance />
    </Providers>
  );
}

function Entrance() {
  const { t } = useTranslation();
  const [held, setHeld] = useState<Held>(null);
  const [isStale, setStale] = useState(false);
  const found = useQuery(SESSION);
  const session = held ?? found.data ?? null;
  const me = useQuery({ ...ME, enabled: Boolean(session) && !session?.must_change_password });

  useEffect(() => {
    door.ended = () => setStale(true);
  }, []);

  const signedIn = (next: Held) => {
    setHeld(next);
    setStale(false);
    void cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" });
  };
  const left = () => {
    forget();
    window.location.assign("/");
  };

  if (found.isError || me.isError)
    return (
      <Center mih="100dvh">
        <Alert color="red" title={t("unreachable")}>
          <p>{t("unreachable_hint")}</p>
          <Button onClick={() => void Promise.all([found.refetch(), session && me.refetch()])}>{t("try_again")}</Button>
        </Alert>
      </Center>
    );
  if (found.isPending) return <Waiting />;
  if (!session)
    return (
      <Suspense fallback={<Waiting />}>
        <SignIn onDone={signedIn} />
      </Suspense>
    );
  if (session.must_change_password)
    return (
      <Suspense fallback={<Waiting />}>
        <NewPassword onDone={signedIn} onLeave={left} />
      </Suspense>
    );
  if (!me.data) return <Waiting />;
  return (
    <PersonContext value={me.data}>
      <Console onLeave={left} />
      <Suspense>{isStale && <StaleSession login={me.data.login ?? ""} onDone={signedIn} onLeave={left} />}</Suspense>
    </PersonContext>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Center mih="100dvh">
      <Loader size="sm" aria-label={t("loading")} />
    </Center>
  );
}
