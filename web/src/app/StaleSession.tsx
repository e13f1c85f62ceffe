import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Session } from "@/api/session";
import SignIn from "./SignIn";

interface Props {
  login: string;
  onDone: (session: Session) => void;
  onLeave: () => void;
}

/** The session has ended while the page was open: whoever signs in again goes on where they are. */
export default function StaleSession({ login, onDone, onLeave }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onLeave} title={t("session_ended")}>
      <p className="quiet">{t("session_ended_hint")}</p>
      <SignIn onDone={onDone} login={login} plain />
    </Modal>
  );
}
