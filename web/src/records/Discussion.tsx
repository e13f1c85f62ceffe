/** The thread of colleagues about a record. */
import { Button, Group, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { createRecord, fetchPart } from "@/api/records";
import { Named } from "@/components/Face";
import { useMay } from "@/components/person";
import { useWritten } from "@/i18n/format";
import type { Noun, Part } from "./contract";
import { Refused } from "./Empty";
import { useProblemText } from "./problemText";
import classes from "./record.module.css";

interface Comment {
  id: string;
  reply_to_id: string | null;
  text: string;
  author: { name: string } | null;
  created_at: string;
}

export function Discussion({ noun, id, part }: { noun: Noun; id: string; part: Part }) {
  const { t } = useTranslation();
  const written = useWritten();
  const may = useMay();
  const told = useProblemText();
  const [text, setText] = useState("");
  const [answered, setAnswered] = useState<Comment | null>(null);
  const [refusal, setRefusal] = useState("");
  const key = ["records", noun.key, id, part.name];
  const read = useQuery({ queryKey: key, queryFn: () => fetchPart<{ data: Comment[] }>(noun.path, id, part.name) });
  const send = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await createRecord(`${noun.path}/${id}/${part.name}`, {
        text,
        ...(answered ? { reply_to_id: answered.id } : {}),
      });
      setText("");
      setAnswered(null);
      setRefusal("");
      await cache.invalidateQueries({ queryKey: key });
    } catch (reason) {
      setRefusal(told(reason));
    }
  };
  if (read.isError) return <Refused reason={read.error} onRetry={() => void read.refetch()} />;
  const threads = inThreads(read.data?.data ?? []);
  return (
    <div className={classes.stack}>
      {may(part.adds) && (
        <form onSubmit={send}>
          <Textarea
            autosize
            minRows={2}
            aria-label={t("write_comment")}
            placeholder={answered ? t("answer_to", { who: answered.author?.name }) : t("write_comment")}
            value={text}
            error={refusal}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end" mt={8} gap={8}>
            {answered && (
              <Button variant="subtle" color="gray" onClick={() => setAnswered(null)}>
                {t("cancel")}
              </Button>
            )}
            <Button type="submit" disabled={text.trim() === ""}>
              {t("send")}
            </Button>
          </Group>
        </form>
      )}
      {read.data && threads.length === 0 && <p className="quiet">{t("no_comments")}</p>}
      {threads.map((comment) => (
        <article key={comment.id} className={classes.note} data-reply={comment.reply_to_id ?? undefined}>
          <Group justify="space-between" mb={4}>
            <Named name={comment.author?.name ?? ""} />
            <span className={classes.when}>{written.ago(comment.created_at)}</span>
          </Group>
          {comment.text}
          {may(part.adds) && !comment.reply_to_id && (
            <div>
              <Button variant="subtle" size="compact-xs" onClick={() => setAnswered(comment)}>
                {t("answer")}
              </Button>
            </div>
          )}
        </article>
      ))}
    </div>
  );
}

/** Every comment followed by its answers. */
function inThreads(comments: Comment[]): Comment[] {
  const known = new Set(comments.map((each) => each.id));
  const begins = comments.filter((each) => !each.reply_to_id || !known.has(each.reply_to_id));
  return begins.flatMap((each) => [each, ...comments.filter((other) => other.reply_to_id === each.id).reverse()]);
}
