import { envBoolean, envInteger, envList, envUrl, envUrls } from '@docmind/config';
import { LOG_FORMATS, LOG_LEVELS, logLevelNamed } from '@docmind/telemetry';
import { z } from 'zod';

/** What every service reads. Spread it into the service's own schema. */
export const commonConfigShape = {
  DOCMIND_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('The address the HTTP doors bind. Anything but loopback needs DOCMIND_API_KEYS_FILE or ALLOW_ANONYMOUS=true.'),
  DOCMIND_DATA_DIR: z.string().min(1).default('.docmind').describe('The folder of databases, caches, models and the audit log.'),
  DOCMIND_DB_KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A file with the passphrase that databases, caches, traces, uploads and backups are encrypted with. The same for all services.',
    ),
  DOCMIND_API_KEYS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('The hashes of the API keys, as `docmind keys create` writes them. Read again within a second of each change.'),
  DOCMIND_ALLOWED_HOSTS: envList().describe('Host names a browser or proxy may use for the doors beside localhost; `*` for any.'),
  DOCMIND_CORS_ORIGINS: envList()
    .refine(
      (origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
      'must be origins such as https://app.example, comma-separated',
    )
    .describe('Origins whose pages may read answers; none by default.'),
  ALLOW_ANONYMOUS: envBoolean(false).describe('Opens doors beyond loopback to callers without a key.'),
  LOG_LEVEL: z
    .preprocess(logLevelNamed, z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`))
    .prefault('info')
    .describe(
      "What is logged: error, warn, info or debug. Other loggers' names and capitals are taken too: INFO, WARNING, CRITICAL, TRACE.",
    ),
  LOG_FORMAT: z
    .enum(LOG_FORMATS, `must be one of ${LOG_FORMATS.join(', ')}`)
    .default('pretty')
    .describe('pretty for a terminal, json for a collector.'),
  AUDIT_RETENTION_DAYS: envInteger({ min: 1, max: 3_650, default: 90 }).describe('How long the audit log below DOCMIND_DATA_DIR is kept.'),
  AUDIT_MAX_MB: envInteger({ min: 1, max: 1_000_000, default: 256 }).describe(
    'Of the audit log of one service: beyond it the oldest parts go, also before AUDIT_RETENTION_DAYS.',
  ),
  FIGURES_INTERVAL_MS: envInteger({ min: 100, max: 60_000, default: 10_000 }).describe(
    'How often a service tells metrics what it counts, for the gates. Silent for three times as long, it is down.',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: envUrl(['http', 'https'], 'http://127.0.0.1:4318')
    .optional()
    .describe('A collector that takes traces by OTLP over HTTP; none are made without it.'),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .min(1)
    .optional()
    .describe('Headers for that collector, such as its key: name=value, comma-separated, %-encoded.'),
  TRACES_PER_SECOND: envInteger({ min: 0, max: 100_000, default: 100 }).describe(
    'How many traces that begin at a service are recorded, so that a flood of requests pays for none; those that a caller records always are.',
  ),
  OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: envBoolean(false).describe('Puts prompts and answers into traces.'),
  DRAIN_TIMEOUT_MS: envInteger({ min: 0, max: 600_000, default: 10_000 }).describe(
    'How long a stopping service lets running requests finish.',
  ),
  HTTP_HEADERS_TIMEOUT_MS: envInteger({ min: 100, max: 600_000, default: 10_000 }).describe(
    'How long the head of a request may take to arrive.',
  ),
  HTTP_BODY_TIMEOUT_MS: envInteger({ min: 100, max: 600_000, default: 30_000 }).describe(
    'How long the body of a request may take to arrive.',
  ),
  HTTP_UPLOAD_TIMEOUT_MS: envInteger({ min: 100, max: 3_600_000, default: 300_000 }).describe(
    'How long a request may take to arrive as a whole, where it is an upload.',
  ),
  HTTP_STALL_TIMEOUT_MS: envInteger({ min: 100, max: 600_000, default: 30_000 }).describe(
    'How long a client may send nothing of its body, or take nothing of its answer.',
  ),
};

export type CommonConfig = z.infer<z.ZodObject<typeof commonConfigShape>>;

/** What a service that runs as a process of its own reads beside: where NATS is. */
export const natsConfigShape = {
  NATS_URL: envUrls(['nats', 'tls'], 'nats://127.0.0.1:4222')
    .default('nats://127.0.0.1:4222')
    .describe('Where NATS is, for services that are processes of their own.'),
  NATS_USER: z
    .string()
    .min(1)
    .optional()
    .describe('The account there; `docmind up --processes` and the compose file give each service its own.'),
  NATS_PASSWORD_FILE: z.string().min(1).optional().describe('A file that holds its password.'),
};

export type NatsConfig = z.infer<z.ZodObject<typeof natsConfigShape>>;
