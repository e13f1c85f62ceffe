/** What the API tells of a list: asked anew with each visit, and cheap where nothing has changed. */
import { answer, api, type Schemas } from "./client";

export type Meta = Schemas["EntityView"];
export type MetaField = Schemas["FieldView"];

export function fetchMeta(entity: string): Promise<Meta> {
  return answer(api.GET("/v1/meta/{entity}", { params: { path: { entity } } }));
}
