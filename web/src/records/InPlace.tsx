/** A text or a number that is changed where it stands: kept when it is left, taken back by Escape, refusals beside it. */
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useFaultText } from "./problemText";

interface Props {
  label: string;
  value: string;
  /** Raises what the API refuses. */
  onSave: (value: string) => Promise<unknown>;
  isNumber?: boolean;
  /** What is left empty is kept as it was, unless it may be empty. */
  mayBeEmpty?: boolean;
  maxLength?: number;
  suffix?: string;
  placeholder?: string;
}

export function InPlace({ label, value, onSave, isNumber, mayBeEmpty, maxLength, suffix, placeholder }: Props) {
  const told = useFaultText();
  const [typed, setTyped] = useState<string | null>(null);
  const [refusal, setRefusal] = useState("");
  const settle = () => {
    setTyped(null);
    setRefusal("");
  };
  const save = async () => {
    const meant = typed?.trim();
    if (meant === undefined || meant === value || (meant === "" && !mayBeEmpty)) return settle();
    try {
      await onSave(meant);
      settle();
    } catch (reason) {
      setRefusal(told(reason));
    }
  };
  return (
    <TextInput
      aria-label={label}
      value={typed ?? value}
      error={refusal || undefined}
      inputMode={isNumber ? "numeric" : undefined}
      maxLength={maxLength}
      placeholder={placeholder}
      rightSection={suffix ? <span className="quiet">{suffix}</span> : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") settle();
      }}
    />
  );
}
