import { envBoolean, envInteger, envList } from '@docmind/config';
import { LOG_FORMATS, LOG_LEVELS } from '@docmind/telemetry';
import { z } from 'zod';

/** What every service reads. Spread it into the service's own schema. */
export const commonConfigShape = {
  /** The address the HTTP doors bind. Anything but loopback needs DOCMIND_API_KEYS_FILE or ALLOW_ANONYMOUS=true. */
  DOCMIND_HOST: z.string().min(1).default('127.0.0.1'),
  DOCMIND_DATA_DIR: z.string().min(1).default('.docmind'),
  DOCMIND_API_KEYS_FILE: z.string().min(1).optional(),
  /** Host names a browser or proxy may use for the doors beside localhost; `*` for any. */
  DOCMIND_ALLOWED_HOSTS: envList(),
  /** Origins whose pages may read answers; none by default. */
  DOCMIND_CORS_ORIGINS: envList().refine(
    (origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
    'must be origins such as https://app.example, comma-separated',
  ),
  ALLOW_ANONYMOUS: envBoolean(false),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  LOG_FORMAT: z.enum(LOG_FORMATS, `must be one of ${LOG_FORMATS.join(', ')}`).default('pretty'),
  /** How long the audit log below DOCMIND_DATA_DIR is kept. */
  AUDIT_RETENTION_DAYS: envInteger({ min: 1, max: 3_650, default: 90 }),
  /** How long a stopping service lets running requests finish. */
  DRAIN_TIMEOUT_MS: envInteger({ min: 0, max: 600_000, default: 10_000 }),
  /** How long a request may take to arrive: its head, its body, and as a whole where it is an upload. */
  HTTP_HEADERS_TIMEOUT_MS: envInteger({ min: 100, max: 600_000, default: 10_000 }),
  HTTP_BODY_TIMEOUT_MS: envInteger({ min: 100, max: 600_000, default: 30_000 }),
  HTTP_UPLOAD_TIMEOUT_MS: envInteger({ min: 100, max: 3_600_000, default: 300_000 }),
  /** How long a client may send nothing of its body, or take nothing of its answer. */
  HTTP_STALL_TIMEOUT_MS: envInteger({ min: 100, max: 600_000, default: 30_000 }),
};

export type CommonConfig = z.infer<z.ZodObject<typeof commonConfigShape>>;

/** What a service that runs as a process of its own reads beside: where NATS is. */
export const natsConfigShape = {
  NATS_URL: z
    .string()
    .regex(/^(nats|tls):\/\/\S+$/, 'must be like nats://127.0.0.1:4222')
    .default('nats://127.0.0.1:4222'),
  NATS_USER: z.string().min(1).optional(),
  NATS_PASSWORD_FILE: z.string().min(1).optional(),
};
