/** A stage as the API shows it. */
import type { Row } from "@/records/contract";

export interface Stage extends Row {
  code: string;
  name: string;
  position: number;
  success_rate: number;
  exit_criteria: string[];
  outcome: string | null;
}
