/** The pipeline as a board: by mouse, by press and hold, by keys, or by the menu of a card. */
import { DragDropContext, type DropResult } from "@hello-pangea/dnd";
import { Modal, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconLayoutKanban, IconList, IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { LinkSwitch } from "@/components/LinkSwitch";
import { usePerson } from "@/components/person";
import { useKey } from "@/keys";
import { type Board as Look, useNoun } from "@/records/contract";
import { Form } from "@/records/Form";
import { ListHead } from "@/records/ListPage";
import { type StageName, useStages } from "@/records/names";
import { isEnterable } from "@/records/nested";
import Peek from "@/records/Peek";
import { columnKey, type Deal, fetchColumn } from "./api/board";
import { BoardColumn } from "./BoardColumn";
import classes from "./board.module.css";
import { useMoves } from "./useMoves";

interface Pending {
  deal: Deal;
  from: StageName;
  to: StageName;
  place: number;
}

export default function Board() {
  const { t } = useTranslation();
  const noun = useNoun("opportunities");
  const look = noun.board as Look;
  const stages = useStages();
  const [params, setParams] = useSearchParams();
  const me = usePerson();
  const [sizes, setSizes] = useState<Record<string, number>>({});
  const [pending, setPending] = useState<Pending | null>(null);
  const [peeked, peek] = useState<string | null>(null);
  const asking = { q: params.get("q") ?? "", owner: params.get("mine") ? (me.id ?? null) : null };
  const move = useMoves(asking, sizes, look.cards);
  const columns = useQueries({
    queries: stages.map((stage) => ({
      queryKey: columnKey(stage.code, asking, sizes[stage.code] ?? look.cards),
      placeholderData: keepPreviousData,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        fetchColumn(stage, asking, sizes[stage.code] ?? look.cards, look, signal),
    })),
  });
  const put = (name: string, value: string) =>
    setParams(
      (held) => {
        const next = new URLSearchParams(held);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );

  const start = (deal: Deal, from: StageName, to: StageName, place: number) => {
    if (from.code === to.code) return;
    if (to.outcome === "lost") setPending({ deal, from, to, place });
    else void move(deal, from, to, place);
  };
  const drop = ({ source, destination, draggableId }: DropResult) => {
    const from = stages.find((each) => each.code === source.droppableId);
    const to = stages.find((each) => each.code === destination?.droppableId);
    const deal = columns[stages.indexOf(from as StageName)]?.data?.data.find((each) => each.id === draggableId);
    if (from && to && deal) start(deal, from, to, destination?.index ?? 0);
  };

  return (
    <>
      <ListHead noun={noun} switcher={<Looks />} />
      <div className={classes.tools}>
        <Words value={asking.q} onChange={(q) => put("q", q)} />
        <UnstyledButton
          className={classes.mine}
          aria-pressed={asking.owner !== null}
          onClick={() => put("mine", asking.owner ? "" : "1")}
        >
          {t("views_of.mine")}
        </UnstyledButton>
      </div>
      <DragDropContext onDragEnd={drop} dragHandleUsageInstructions={t("drag_help")}>
        <section className={classes.board} tabIndex={0} aria-label={t("board")}>
          {stages.map((stage, place) => (
            <BoardColumn
              key={stage.code}
              stage={stage}
              place={place}
              stages={stages}
              column={columns[place]?.data}
              isLoading={columns[place]?.isPending ?? true}
              onMove={(deal, to) => start(deal, stage, to, 0)}
              onOpen={peek}
              onMore={() =>
                setSizes((held) => ({ ...held, [stage.code]: Math.min((held[stage.code] ?? look.cards) + 50, 200) }))
              }
            />
          ))}
        </section>
      </DragDropContext>
      <Peek noun={noun} id={peeked} onClose={() => peek(null)} />
      <Modal
        opened={pending !== null}
        onClose={() => setPending(null)}
        title={t("why_lost", { name: pending?.deal.name })}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {pending && (
          <Form
            fields={(noun.verbs.find((each) => each.name === "lose")?.fields ?? []).filter(
              (each) => isEnterable(each) && each.name !== "competitor_id",
            )}
            submit={t("mark_lost")}
            onCancel={() => setPending(null)}
            send={async (values) => {
              const { deal, from, to, place } = pending;
              setPending(null);
              await move(deal, from, to, place, values);
            }}
          />
        )}
      </Modal>
    </>
  );
}

function Looks() {
  const { t } = useTranslation();
  return (
    <LinkSwitch
      label={t("look")}
      sides={[
        { to: "/opportunities", label: t("list"), icon: <IconList size={15} aria-hidden /> },
        { to: "/opportunities/board", label: t("board"), icon: <IconLayoutKanban size={15} aria-hidden /> },
      ]}
    />
  );
}

function Words({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const send = useDebouncedCallback(onChange, 300);
  useKey("filter", () => input.current?.focus());
  return (
    <TextInput
      ref={input}
      className={classes.words}
      value={typed}
      placeholder={t("find_words")}
      aria-label={t("find_words")}
      leftSection={<IconSearch size={15} aria-hidden />}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value.trim());
      }}
    />
  );
}
