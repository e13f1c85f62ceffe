/** A product is put together of parts that go with one another, at what it costs the customer. */
import { Alert, Button, Checkbox, Fieldset, Group, NumberInput, Radio, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWritten } from "@/i18n/format";
import { Refused } from "@/records/Empty";
import { useProblemText } from "@/records/problemText";
import record from "@/records/record.module.css";
import { useLabels } from "@/records/words";
import { type Line, newLine } from "../line";
import { type Configuration, useConfiguration, useConfigurator, usePartNames } from "./api";
import { against, type Chosen, type Configurator, lacking, type Reason, type Slot, toggled } from "./choices";
import classes from "./configuring.module.css";

interface Props {
  configuratorId: string;
  customer: string | null;
  /** Empty for that of the customer. */
  currency: string;
  quantity?: number;
  /** What may be done with the product as it was put together. */
  takes: { label: string; onTake: (lines: Line[]) => void }[];
}

/** The product and its parts as lines, whose prices follow their customer. */
function linesOf(configuration: Configuration): Line[] {
  const parts = configuration.parts ?? [];
  const choices = parts.flatMap(({ slot, product_id = "" }) => (slot ? [{ slot, product_id }] : []));
  return parts.map((part) => ({
    ...newLine(part.product_id ?? "", part.name ?? ""),
    quantity: part.quantity ?? 1,
    configuration_id: configuration.configuration_id,
    ...(part.slot ? {} : { choices }),
  }));
}

export function Configure({ configuratorId, ...rest }: Props) {
  const read = useConfigurator(configuratorId);
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton height={200} />;
  return <Choosing configurator={read.data} {...rest} />;
}

function useReasonText(): (reason: Reason) => string {
  const { t } = useTranslation();
  return (reason) => {
    if ("explanation" in reason) return reason.explanation;
    if (reason.is === "full") return t("configure.full", { count: reason.slot.most });
    return t("configure.choose_more", { name: reason.slot.name, count: reason.slot.least });
  };
}

function Choosing({
  configurator,
  customer,
  currency,
  quantity,
  takes,
}: Omit<Props, "configuratorId"> & { configurator: Configurator }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const said = useReasonText();
  const names = usePartNames(configurator);
  const [chosen, setChosen] = useState<Chosen>({});
  const [count, setCount] = useState(quantity ?? 1);
  const lacks = lacking(configurator, chosen);
  const wanted = { configurator, chosen, customer, quantity: count, currency };
  const read = useConfiguration(wanted, lacks.length === 0);
  const whole = lacks.length === 0 ? read.data : undefined;
  return (
    <div className={record.stack}>
      {configurator.slots?.map((slot) => (
        <SlotChoice
          key={slot.code}
          slot={slot}
          chosen={chosen[slot.code ?? ""] ?? []}
          names={names}
          against={(option) => {
            const reason = against(configurator, chosen, slot, option);
            return reason && said(reason);
          }}
          onToggle={(option) => setChosen((held) => toggled(held, slot, option))}
        />
      ))}
      <NumberInput
        label={labels.field("quantity")}
        value={count}
        min={1}
        max={1_000_000}
        clampBehavior="strict"
        allowDecimal={false}
        allowNegative={false}
        w={120}
        onChange={(value) => setCount(Number(value) || 1)}
      />
      <div role="status">
        {lacks.length > 0 && (
          <Alert variant="default" title={t("configure.lacking")}>
            <ul className={classes.reasons}>
              {lacks.map((each) => (
                <li key={said(each)}>{said(each)}</li>
              ))}
            </ul>
          </Alert>
        )}
        {lacks.length === 0 && !customer && <p className="quiet">{t("configure.whose")}</p>}
        {lacks.length === 0 && read.isError && <Incompatible reason={read.error} />}
        {whole && <Price configuration={whole} />}
      </div>
      <Group justify="flex-end">
        {takes.map(({ label, onTake }, place) => (
          <Button
            key={label}
            variant={place === 0 ? "filled" : "default"}
            disabled={!whole}
            onClick={() => whole && onTake(linesOf(whole))}
          >
            {label}
          </Button>
        ))}
      </Group>
    </div>
  );
}

function Incompatible({ reason }: { reason: unknown }) {
  const told = useProblemText();
  return <Alert color="red">{told(reason)}</Alert>;
}

function Price({ configuration }: { configuration: Configuration }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const { currency, parts, configuration_id: id } = configuration;
  return (
    <section className={record.stack} aria-label={t("configure.price")}>
      <table className={record.plain}>
        <tbody>
          {parts?.map((part) => (
            <tr key={part.product_id}>
              <td>
                {part.name} <span className="quiet">{part.code}</span>
              </td>
              <td className="number">{written.money(part.unit_price, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={classes.sums}>
        <span>
          {labels.field("unit_price")} <strong>{written.money(configuration.unit_price, currency)}</strong>
        </span>
        <span>
          {labels.field("amount")} <strong>{written.money(configuration.amount, currency)}</strong>
        </span>
      </div>
      <span className={`quiet ${classes.id}`}>{t("configure.id", { id })}</span>
    </section>
  );
}

interface SlotProps {
  slot: Slot;
  chosen: string[];
  names: Record<string, string>;
  against: (option: string) => string | null;
  onToggle: (option: string) => void;
}

function SlotChoice({ slot, chosen, names, against: hindered, onToggle }: SlotProps) {
  const { t } = useTranslation();
  const { least = 0, most = 1 } = slot;
  const demand = least === most ? t("configure.exactly", { count: most }) : t("configure.between", { least, most });
  const Input = least === 1 && most === 1 ? Radio : Checkbox;
  return (
    <Fieldset legend={`${slot.name} (${demand})`}>
      <div className={classes.options}>
        {slot.options?.map((option) => {
          const reason = hindered(option);
          return (
            <Input
              key={option}
              name={slot.code}
              size="xs"
              label={names[option] ?? option.slice(0, 8)}
              description={reason}
              checked={chosen.includes(option)}
              disabled={reason !== null}
              onChange={() => onToggle(option)}
            />
          );
        })}
      </div>
    </Fieldset>
  );
}
