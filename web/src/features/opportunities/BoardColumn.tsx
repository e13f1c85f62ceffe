import { Draggable, Droppable } from "@hello-pangea/dnd";
import { ActionIcon, Button, Menu, Skeleton } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Face } from "@/components/Face";
import { stageTone } from "@/components/Tag";
import { isPast, useWritten } from "@/i18n/format";
import type { StageName } from "@/records/names";
import { saySums, sumsOf } from "@/records/sums";
import type { Column, Deal } from "./api/board";
import classes from "./board.module.css";

interface Props {
  stage: StageName;
  place: number;
  stages: StageName[];
  column: Column | undefined;
  isLoading: boolean;
  onMove: (deal: Deal, to: StageName) => void;
  onOpen: (id: string) => void;
  onMore: () => void;
}

export function BoardColumn({ stage, place, stages, column, isLoading, onMove, onOpen, onMore }: Props) {
  const { t } = useTranslation();
  const written = useWritten();
  const deals = column?.data ?? [];
  const sums = sumsOf(column, "amount");
  const count = column?.count ?? 0;
  const more = count - deals.length;
  return (
    <section
      className={classes.column}
      data-tone={stageTone(place, stage.outcome)}
      aria-label={stage.name}
      data-stage={stage.code}
    >
      <header className={classes.head}>
        <h2>{stage.name}</h2>
        <span className="quiet">{written.number(count)}</span>
        <strong className={classes.sum} title={saySums(sums, written.money)}>
          {count > 0 && saySums(sums, written.short)}
        </strong>
      </header>
      <Droppable droppableId={stage.code}>
        {(zone, state) => (
          <div
            ref={zone.innerRef}
            {...zone.droppableProps}
            className={classes.cards}
            data-over={state.isDraggingOver || undefined}
          >
            {isLoading && <Skeleton height={84} />}
            {deals.map((deal, index) => (
              <Card
                key={deal.id}
                deal={deal}
                index={index}
                stage={stage}
                stages={stages}
                onMove={onMove}
                onOpen={onOpen}
              />
            ))}
            {zone.placeholder}
            {more > 0 && (
              <div className={classes.more}>
                <Button variant="subtle" fullWidth onClick={onMore}>
                  {t("more_cards", { count: more })}
                </Button>
              </div>
            )}
          </div>
        )}
      </Droppable>
    </section>
  );
}

interface CardProps {
  deal: Deal;
  index: number;
  stage: StageName;
  stages: StageName[];
  onMove: Props["onMove"];
  onOpen: Props["onOpen"];
}

function Card({ deal, index, stage, stages, onMove, onOpen }: CardProps) {
  const { t } = useTranslation();
  const written = useWritten();
  const isLate = !stage.outcome && isPast(deal.expected_close_date);
  return (
    <Draggable draggableId={deal.id} index={index}>
      {(drag, state) => (
        <article
          ref={drag.innerRef}
          {...drag.draggableProps}
          {...drag.dragHandleProps}
          role={undefined}
          aria-label={deal.name}
          aria-roledescription={t("draggable")}
          className={classes.card}
          data-id={deal.id}
          data-dragging={state.isDragging || undefined}
          onClick={(event) => {
            if (!(event.target as HTMLElement).closest("a, button")) onOpen(deal.id);
          }}
        >
          <div className={classes.name}>
            <Link to={`/opportunities/${deal.id}`} draggable={false}>
              {deal.name}
            </Link>
            <CardMenu deal={deal} stage={stage} stages={stages} onMove={onMove} />
          </div>
          <div className="quiet cut">{deal.customer?.name}</div>
          <div className={classes.foot}>
            <strong>{deal.amount ? written.short(deal.amount, deal.currency) : "–"}</strong>
            {deal.expected_close_date && (
              <time dateTime={deal.expected_close_date} className={isLate ? "danger" : "quiet"}>
                {written.day(deal.expected_close_date)}
              </time>
            )}
            <span className={classes.face}>
              <Face name={deal.owner?.name ?? "?"} />
            </span>
          </div>
        </article>
      )}
    </Draggable>
  );
}

/** Built only while it is open: a board may show hundreds of cards. */
function CardMenu({ deal, stage, stages, onMove }: Omit<CardProps, "index" | "onOpen">) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const label = t("move_card", { name: deal.name });
  const icon = (
    <ActionIcon
      size={24}
      className={classes.dots}
      aria-label={label}
      aria-haspopup="menu"
      onClick={() => setOpen(true)}
    >
      <IconDots size={15} />
    </ActionIcon>
  );
  if (!isOpen) return icon;
  return (
    <Menu opened onClose={() => setOpen(false)} position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} className={classes.dots} aria-label={label} onClick={() => setOpen(false)}>
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("move_to")}</Menu.Label>
        {stages
          .filter((each) => each.code !== stage.code)
          .map((each) => (
            <Menu.Item key={each.code} onClick={() => onMove(deal, each)}>
              {each.name}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
