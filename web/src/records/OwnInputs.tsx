/** The fields that the company added to a noun, in a form that is no generic one. */
import { type ReactNode, useState } from "react";
import type { Values } from "@/api/client";
import { faultsByField, Problem } from "@/api/problem";
import type { Noun } from "./contract";
import { gathered, startOfOwn, useOwnFields } from "./custom";
import { FieldInput } from "./FieldInput";
import { filled } from "./Form";
import classes from "./form.module.css";
import { isEnterable } from "./nested";

interface OwnForm {
  inputs: ReactNode;
  /** What was said in them, as a request takes it. */
  body: Values;
  /** Sets each refusal beside its field; whether all of them stand there. */
  refuse: (reason: unknown) => boolean;
}

export function useOwnForm(noun: Noun): OwnForm {
  const fields = useOwnFields(noun).fields.filter((each) => each.isCreatable && isEnterable(each));
  const [said, say] = useState<Values>({});
  const [faults, setFaults] = useState<Record<string, string>>({});
  const values = { ...startOfOwn(fields), ...said };
  const inputs = fields.length > 0 && (
    <div className={classes.wide}>
      {fields.map((field) => (
        <div key={field.name} className={field.kind === "long" ? classes.full : undefined}>
          <FieldInput
            field={field}
            value={values[field.name]}
            error={faults[field.name]}
            onChange={(value) => say((held) => ({ ...held, [field.name]: value }))}
          />
        </div>
      ))}
    </div>
  );
  const refuse = (reason: unknown) => {
    const found = reason instanceof Problem ? faultsByField(reason) : {};
    setFaults(found);
    const names = Object.keys(found);
    return names.length > 0 && names.every((name) => fields.some((each) => each.name === name));
  };
  return { inputs, body: gathered(filled(values, fields)), refuse };
}
