/** Rows as a table on a desk and as two-line cards on a phone. */
import { Checkbox, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { type MouseEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useKey } from "@/keys";
import type { Asking } from "./asking";
import { Cell, isNumeric } from "./Cell";
import { type Field, fieldOf, type Noun, type Row, sortName, titleOf } from "./contract";
import { Edge } from "./Edge";
import classes from "./list.module.css";
import type { Names } from "./names";
import { type Drawn, tableWidths, usualWidth } from "./widths";
import { useLabels } from "./words";

interface Props {
  noun: Noun;
  asking: Asking;
  rows: Row[];
  names: Names;
  drawn: Drawn;
  selected: Set<string>;
  peeked: string | null;
  onSelect: (ids: Set<string>) => void;
  onChange: (next: Partial<Asking>) => void;
  onPeek: (id: string) => void;
}

function toggled(selected: Set<string>, id: string): Set<string> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

export function RowTable(props: Props) {
  const isPhone = useMediaQuery("(max-width: 800px)", window.innerWidth <= 800, { getInitialValueInEffect: false });
  const at = useWalk(props);
  return isPhone ? <Cards {...props} /> : <Table {...props} at={at} />;
}

/** Walking through the rows by keys. */
function useWalk({ noun, rows, selected, onSelect, onPeek, peeked }: Props): number {
  const [at, setAt] = useState(-1);
  const go = useNavigate();
  const here = rows[at];
  const step = (by: number) => {
    const next = Math.min(Math.max(at + by, 0), rows.length - 1);
    setAt(next);
    if (peeked && rows[next]) onPeek(rows[next].id);
  };
  useKey("down", () => step(1));
  useKey("up", () => step(-1));
  useKey("open", here && noun.one ? () => void go(`/${noun.key}/${here.id}`) : null);
  useKey("peek", here ? () => onPeek(here.id) : null);
  useKey("select", here ? () => onSelect(toggled(selected, here.id)) : null);
  return at;
}

function Table({
  noun,
  asking,
  rows,
  names,
  drawn,
  selected,
  peeked,
  onSelect,
  onChange,
  onPeek,
  at,
}: Props & { at: number }) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  const fields = asking.columns.map((name) => fieldOf(noun, name) ?? ({ name, kind: "text" } as Field));
  const { columns, table } = tableWidths(fields, drawn.widths);
  const isAll = rows.every((row) => selected.has(row.id));
  useEffect(() => {
    body.current?.rows[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const press = (event: MouseEvent, id: string) => {
    if (event.target instanceof HTMLElement && event.target.closest("a, input, button, label")) return;
    if (window.getSelection()?.toString()) return;
    onPeek(id);
  };
  return (
    <div className={classes.scroll}>
      <table className={classes.table} style={table}>
        <colgroup>
          <col style={{ width: 40 }} />
          {fields.map((field, place) => (
            <col key={field.name} style={{ width: columns[place] }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th>
              <Checkbox
                aria-label={t("select_all")}
                checked={isAll}
                indeterminate={!isAll && selected.size > 0}
                onChange={() => onSelect(isAll ? new Set() : new Set(rows.map((row) => row.id)))}
              />
            </th>
            {fields.map((field, place) => (
              <Head
                key={field.name}
                noun={noun}
                field={field}
                asking={asking}
                onChange={onChange}
                width={drawn.widths[field.name] ?? usualWidth(field, place === 0)}
                onDraw={(width) => drawn.draw(field.name, width)}
              />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, place) => (
            <tr
              key={row.id}
              data-id={row.id}
              data-at={place === at || undefined}
              data-peeked={row.id === peeked || undefined}
              aria-selected={selected.has(row.id)}
              onClick={(event) => press(event, row.id)}
            >
              <td>
                <Checkbox
                  aria-label={t("select_row", { name: titleOf(noun, row) })}
                  checked={selected.has(row.id)}
                  onChange={() => onSelect(toggled(selected, row.id))}
                />
              </td>
              {fields.map((field) => (
                <td key={field.name} className={isNumeric(field) ? "number" : undefined}>
                  {field.name === noun.display.title ? (
                    <Title noun={noun} row={row} />
                  ) : (
                    <Cell field={field} row={row} names={names} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Title({ noun, row }: { noun: Noun; row: Row }) {
  const text = titleOf(noun, row);
  if (!noun.one) return <span className={classes.title}>{text}</span>;
  return (
    <Link to={`/${noun.key}/${row.id}`} className={classes.title} title={text}>
      {text}
    </Link>
  );
}

interface HeadProps {
  noun: Noun;
  field: Field;
  asking: Asking;
  onChange: Props["onChange"];
  width: number;
  onDraw: (width: number | null) => void;
}

function Head({ noun, field, asking, onChange, width, onDraw }: HeadProps) {
  const labels = useLabels();
  const label = labels.of(field);
  const sort = sortName(noun, field.name);
  const side = isNumeric(field) ? "number" : undefined;
  const edge = <Edge label={label} width={width} onDraw={onDraw} />;
  if (!sort)
    return (
      <th className={side}>
        <div className="cut">{label}</div>
        {edge}
      </th>
    );
  const isUp = asking.sort === sort;
  const isDown = asking.sort === `-${sort}`;
  const isFallingFirst = isNumeric(field) || field.kind === "moment";
  const next = isUp ? `-${sort}` : isDown ? sort : isFallingFirst ? `-${sort}` : sort;
  return (
    <th className={side} aria-sort={isUp ? "ascending" : isDown ? "descending" : "none"}>
      <UnstyledButton
        className={classes.sort}
        data-on={isUp || isDown || undefined}
        onClick={() => onChange({ sort: next })}
      >
        <span className="cut">{label}</span>
        {isUp && <IconChevronUp size={13} />}
        {isDown && <IconChevronDown size={13} />}
      </UnstyledButton>
      {edge}
    </th>
  );
}

function Cards({ noun, rows, names, selected, onSelect }: Props) {
  const { t } = useTranslation();
  const { second, amount, status } = noun.display;
  const part = (name: string | undefined, row: Row) => {
    const field = name ? fieldOf(noun, name) : undefined;
    return field ? <Cell field={field} row={row} names={names} /> : null;
  };
  return (
    <ul className={classes.cards}>
      {rows.map((row) => (
        <li key={row.id} data-id={row.id}>
          <Checkbox
            size="sm"
            aria-label={t("select_row", { name: titleOf(noun, row) })}
            checked={selected.has(row.id)}
            onChange={() => onSelect(toggled(selected, row.id))}
          />
          <span className={classes.main}>
            <Title noun={noun} row={row} />
            <span className="quiet cut">{part(second, row)}</span>
          </span>
          <span className={classes.side}>
            <strong>{part(amount, row)}</strong>
            {part(status, row)}
          </span>
        </li>
      ))}
    </ul>
  );
}
