/** A look at a record beside its list, without leaving it. */
import { Button, Drawer, Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Cell } from "./Cell";
import { fieldOf, type Noun, titleOf } from "./contract";
import { Refused } from "./Empty";
import { Facts } from "./Facts";
import { History } from "./History";
import classes from "./record.module.css";
import { useRecord } from "./useRecord";
import { VerbMenu } from "./VerbMenu";

export default function Peek({ noun, id, onClose }: { noun: Noun; id: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const read = useRecord(noun, id);
  const row = read.data;
  const part = (name: string | undefined) => {
    const field = name ? fieldOf(noun, name) : undefined;
    return field && row ? <Cell field={field} row={row} /> : null;
  };
  return (
    <Drawer
      opened={id !== null && noun.one}
      onClose={onClose}
      position="right"
      size={460}
      title={<strong>{row ? titleOf(noun, row) : ""}</strong>}
      closeButtonProps={{ "aria-label": t("close") }}
      overlayProps={{ backgroundOpacity: 0.18 }}
    >
      {read.isError && <Refused reason={read.error} onRetry={() => void read.refetch()} />}
      {read.isPending && id && <Skeleton height={240} />}
      {row && (
        <div className={classes.stack}>
          <div className={classes.titles}>
            {part(noun.display.status)}
            <span className={classes.money}>{part(noun.display.amount)}</span>
            <span className={classes.space} />
            <VerbMenu noun={noun} row={row} isCompact />
            <Button component={Link} to={`/${noun.key}/${row.id}`} variant="default">
              {t("open")}
            </Button>
          </div>
          <Facts noun={noun} row={row} />
          {noun.parts.some((each) => each.name === "history") && (
            <section>
              <h3>{t("history")}</h3>
              <History noun={noun} id={row.id} />
            </section>
          )}
        </div>
      )}
    </Drawer>
  );
}
