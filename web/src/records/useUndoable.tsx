/** Telling what was done, with a way back for as long as the note stands; a refusal of that says why. */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { useProblemText } from "./problemText";

const STANDS = 12_000;

export function useUndoable(): (message: string, undo: () => Promise<unknown>) => void {
  const { t } = useTranslation();
  const told = useProblemText();
  return (message, undo) => {
    const back = () => {
      notifications.hide(note);
      undo().catch((reason: unknown) =>
        notifications.show({ color: "red", title: t("undo_refused"), message: told(reason), autoClose: STANDS }),
      );
    };
    const note: string = notifications.show({
      autoClose: STANDS,
      message: (
        <>
          {message}{" "}
          <Button size="compact-xs" variant="light" onClick={back}>
            {t("undo")}
          </Button>
        </>
      ),
    });
  };
}
