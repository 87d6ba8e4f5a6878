import type {
  cacheFeedbackReplySchema,
  cacheFeedbackRequestSchema,
  cacheInvalidateRequestSchema,
  cacheLookupRequestSchema,
  cacheStoreReplySchema,
  cacheStoreRequestSchema,
} from '@docmind/contracts';
import type { z } from 'zod';

export type LookupRequest = z.infer<typeof cacheLookupRequestSchema>;
export type StoreRequest = z.infer<typeof cacheStoreRequestSchema>;
export type StoreReply = z.infer<typeof cacheStoreReplySchema>;
export type InvalidateRequest = z.infer<typeof cacheInvalidateRequestSchema>;
export type FeedbackRequest = z.infer<typeof cacheFeedbackRequestSchema>;
export type FeedbackReply = z.infer<typeof cacheFeedbackReplySchema>;
