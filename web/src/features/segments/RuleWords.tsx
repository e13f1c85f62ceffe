/** A rule in plain words, however deep it is. */
import { useTranslation } from "react-i18next";
import { useWritten } from "@/i18n/format";
import type { Rule } from "@/records/contract";
import { nounOf } from "@/records/displays";
import { useNames } from "@/records/names";
import { useListed } from "@/records/picklists";
import { useLabels } from "@/records/words";
import { isLeaf, type Leaf, type Tree } from "./rule";
import classes from "./segments.module.css";

export function RuleWords({ tree, rules }: { tree: Tree; rules: Rule[] }) {
  const { t } = useTranslation();
  if (isLeaf(tree)) return <LeafWords leaf={tree} rule={rules.find((each) => each.name === tree.field)} />;
  const [word = "and", parts] = Object.entries(tree)[0] ?? [];
  const each = [parts].flat().filter(Boolean) as Tree[];
  return (
    <div>
      {t(`matches.${word}`)}
      <ul className={classes.words}>
        {each.map((part, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place
          <li key={place}>
            <RuleWords tree={part} rules={rules} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function LeafWords({ leaf, rule }: { leaf: Leaf; rule: Rule | undefined }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const written = useWritten();
  const listed = useListed([rule?.picklist]);
  const values = [leaf.value].flat();
  const names = useNames(rule?.kind === "id" ? nounOf(rule) : undefined, values.map(String));
  const say = (value: unknown): string => {
    if (typeof value === "boolean") return value ? t("yes") : t("no");
    if (rule?.picklist) return listed.say(rule.picklist, value);
    if (rule?.kind === "id") return names[String(value)] ?? "…";
    if (rule?.kind === "date" || rule?.kind === "moment") return written.date(value);
    return typeof value === "number" ? written.number(value) : labels.choice(value);
  };
  return (
    <>
      {labels.field(leaf.field)} <span className="quiet">{t(`rule_ops.${leaf.op}`)}</span>{" "}
      <strong>{values.map(say).join(", ")}</strong>
    </>
  );
}
