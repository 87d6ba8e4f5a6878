import { z } from 'zod';
import { ingestionStepSchema } from '../messages/ingestion.js';
import { documentIndexReplySchema } from '../messages/persistence.js';

export const uploadRequestSchema = z.object({ file: z.file() });

/** `replaced`: it took the place of an earlier content under the same name. The steps named were done before, with this content. */
export const uploadReplySchema = documentIndexReplySchema.extend({ cachedSteps: z.array(ingestionStepSchema) }).meta({ id: 'Upload' });
export type UploadReply = z.infer<typeof uploadReplySchema>;
