import { ErrorBody } from '@foyer/protocol'
import { type TSchema, Type } from 'typebox'

/** What a route may answer, for the serializer and for OpenAPI. A field that is not in the schema does not leave the server. */
export const answers = <Status extends 200 | 201, Schema extends TSchema>(status: Status, schema: Schema) =>
  ({ [status]: schema, '4xx': ErrorBody }) as { [key in Status]: Schema } & { '4xx': typeof ErrorBody }

export const none = { 204: Type.Null({ description: 'Done; there is nothing to say.' }), '4xx': ErrorBody }
