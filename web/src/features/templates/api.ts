/** Calls on the templates of documents. */
import { ask } from "@/api/client";
import { download } from "@/api/records";
import type { Row } from "@/records/contract";

export const PATH = "/v1/document-templates";

export const MAY = {
  create: "sales.document_template:create",
  upload: "sales.document_template:upload",
  remove: "sales.document_template:remove",
};

export interface Template extends Row {
  name: string;
  kind: string;
  size: number;
  fields_named: string[];
  uploaded_at: string;
}

export function downloadTemplate({ id, name }: Template): Promise<void> {
  return download(`${PATH}/${id}/content`, `${name}.docx`);
}

/** The body is the file itself, whatever type the browser takes it for. */
export async function uploadTemplate(id: string, file: File): Promise<Template> {
  return ask<Template>("POST", `${PATH}/${id}/content`, { body: new Blob([await file.arrayBuffer()]) });
}
