import { z } from 'zod';
import type { JsonObject } from '../native/metadata.js';

/** Parameters of paths are the segments as they were sent, percent-encoding and all. */
export const onSession = z.object({ session_id: z.string() });
export const onUser = z.object({ user_id: z.string() });
export const onMessage = z.object({ session_id: z.string(), uuid: z.string() });
export const nothing = z.object({});

/** RFC 3339 in UTC. */
export const time = z.iso.datetime();

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

export const someMetadata = z.custom<JsonObject>(isObject);
export const metadataOrNull = z.custom<JsonObject | null>((value) => value === null || isObject(value));

/** The body of writes that answer with nothing else. Sent as plain text. */
export const ok = z.literal('OK');
