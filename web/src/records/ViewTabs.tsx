/** Lists that everybody has, and those that somebody kept. */
import { Button, Menu, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBookmark } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { changeRecord, removeRecord } from "@/api/records";
import { useMay, usePerson } from "@/components/person";
import { type Asking, flattened, useTree } from "./asking";
import type { Noun } from "./contract";
import { type Kept, useKept } from "./keptViews";
import classes from "./list.module.css";
import { useProblemText } from "./problemText";
import type { Widths } from "./widths";

const SaveView = lazy(() => import("./SaveView"));

interface Props {
  noun: Noun;
  asking: Asking;
  widths: Widths;
  onChange: (next: Partial<Asking>) => void;
}

export function ViewTabs({ noun, asking, widths, onChange }: Props) {
  const { t } = useTranslation();
  const kept = useKept(noun);
  const [isSaving, setSaving] = useState(false);
  const may = useMay();
  const here = kept.find((each) => each.id === asking.view);
  const show = (view: Kept) => {
    const filters = flattened(view.filter);
    if (!filters) notifications.show({ message: t("view_too_rich"), color: "yellow" });
    onChange({
      view: view.id,
      filters: filters ?? [],
      q: view.q ?? "",
      sort: view.sort.join(",") || noun.standard,
      columns: view.columns.length > 0 ? view.columns : noun.display.columns,
    });
  };
  return (
    <section className={classes.tabs} aria-label={t("views")}>
      {noun.display.views.map((view) => (
        <UnstyledButton
          key={view.name}
          className={classes.tab}
          aria-pressed={asking.view === view.name}
          onClick={() =>
            onChange({
              view: view.name,
              filters: view.filters.map(readText),
              q: "",
              sort: view.sort ?? noun.standard,
              columns: noun.display.columns,
            })
          }
        >
          {t(`views_of.${view.name}`)}
        </UnstyledButton>
      ))}
      {kept.map((view) => (
        <UnstyledButton
          key={view.id}
          className={classes.tab}
          aria-pressed={asking.view === view.id}
          onClick={() => show(view)}
        >
          {view.name}
        </UnstyledButton>
      ))}
      <span className={classes.space} />
      {may("gateway.view:create") && (
        <ViewMenu
          noun={noun}
          asking={asking}
          widths={widths}
          view={here}
          onSave={() => setSaving(true)}
          onGone={() => onChange({ view: "all", filters: [] })}
        />
      )}
      <Suspense>
        {isSaving && (
          <SaveView
            noun={noun}
            asking={asking}
            widths={widths}
            onClose={() => setSaving(false)}
            onSaved={(id) => onChange({ ...asking, view: id })}
          />
        )}
      </Suspense>
    </section>
  );
}

function readText(text: string) {
  const [field = "", op = "", ...value] = text.split(":");
  return { field, op, value: value.join(":") };
}

interface MenuProps {
  noun: Noun;
  asking: Asking;
  widths: Widths;
  view: Kept | undefined;
  onSave: () => void;
  onGone: () => void;
}

function ViewMenu({ noun, asking, widths, view, onSave, onGone }: MenuProps) {
  const { t } = useTranslation();
  const me = usePerson();
  const told = useProblemText();
  const filter = useTree(noun, asking.filters) ?? null;
  const isOwn = view?.owner.id === me.id;
  const run = (work: Promise<unknown>) =>
    work
      .then(() => cache.invalidateQueries({ queryKey: ["records", "views"] }))
      .catch((reason: unknown) => notifications.show({ color: "red", message: told(reason) }));
  if (!view || !isOwn)
    return (
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        style={{ flexShrink: 0 }}
        leftSection={<IconBookmark size={15} />}
        aria-label={t("save_view")}
        onClick={onSave}
      >
        <span className={classes.wide}>{t("save_view")}</span>
      </Button>
    );
  const body = { filter, columns: asking.columns, sort: asking.sort.split(","), q: asking.q || null, widths };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          style={{ flexShrink: 0 }}
          leftSection={<IconBookmark size={15} />}
        >
          {t("view")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void run(changeRecord("/v1/views", view.id, body, view.version))}>
          {t("update_view", { name: view.name })}
        </Menu.Item>
        <Menu.Item onClick={onSave}>{t("save_as_new")}</Menu.Item>
        <Menu.Item color="red" onClick={() => void run(removeRecord("/v1/views", view.id)).then(onGone)}>
          {t("remove_view", { name: view.name })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
