/** One line while it is written: how many, at which price, less what. */
import { ActionIcon, Button, NumberInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useWritten } from "@/i18n/format";
import { useLabels } from "@/records/words";
import { Built } from "./Built";
import { amountText } from "./exact";
import { type Line, type Priced, sumsOf, type Terms } from "./line";

const MOST_PIECES = 1_000_000;

interface Props {
  line: Priced;
  terms: Terms;
  currency: string;
  onChange: (part: Partial<Line>) => void;
  /** Where the product is built of chosen parts. */
  onConfigure?: () => void;
  onRemove: () => void;
}

export function LineRow({ line, terms, currency, onChange, onConfigure, onRemove }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const shared = { hideControls: true, allowNegative: false, min: 0, ml: "auto" };
  const named = (field: string) => `${labels.field(field)}, ${line.name}`;
  const percent = (field: "discount_percent" | "tax_percent") => (
    <td data-label={labels.field(field)}>
      <NumberInput
        {...shared}
        aria-label={named(field)}
        value={line[field]}
        max={100}
        decimalScale={4}
        placeholder={written.number(0)}
        w={72}
        onChange={(value) => onChange({ [field]: String(value) })}
      />
    </td>
  );
  return (
    <tr aria-busy={line.isWaiting || undefined}>
      <td>
        {line.name}
        {onConfigure && (
          <Button variant="subtle" size="compact-sm" ml="xs" onClick={onConfigure}>
            {t("configure.begin")}
          </Button>
        )}
        {terms === "order" && line.configuration_id && <Built id={line.configuration_id} />}
      </td>
      <td data-label={labels.field("quantity")}>
        <NumberInput
          {...shared}
          aria-label={named("quantity")}
          value={line.quantity}
          min={1}
          max={MOST_PIECES}
          clampBehavior="strict"
          allowDecimal={false}
          w={76}
          onChange={(value) => onChange({ quantity: Number(value) || 1 })}
        />
      </td>
      <td data-label={labels.field("unit_price")}>
        <NumberInput
          {...shared}
          aria-label={named("unit_price")}
          value={line.price}
          decimalScale={4}
          placeholder={t("as_listed")}
          w={104}
          onChange={(value) => String(value) !== line.price && onChange({ unit_price: String(value) })}
          onBlur={() => line.unit_price === "" && onChange({ unit_price: null })}
        />
      </td>
      {percent("discount_percent")}
      {terms === "quotation" && percent("tax_percent")}
      <td className="number" data-label={labels.field("net")}>
        {line.price ? written.money(amountText(sumsOf(line, terms).net), currency) : "–"}
      </td>
      <td className="number">
        <ActionIcon color="red" aria-label={t("remove_line", { name: line.name })} onClick={onRemove}>
          <IconTrash size={15} />
        </ActionIcon>
      </td>
    </tr>
  );
}
