import { MESSAGING_SERVICES, type MessagingService, subjectsCalledBy } from '@docmind/contracts';
import { CANCEL_SUBJECT, inboxOf } from './wire.js';

/** A stream may take as long as the longest ingestion. */
const REPLIES_FOR = '1h';

interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** A service publishes what it asks of others, hears its own subjects and its own replies, and nothing else. */
export function permissionsOf(service: MessagingService): Permissions {
  const called = subjectsCalledBy(service);
  return {
    // A call that must come back to one replica has its name behind the subject.
    publish: [`${service}.>`, ...called, ...called.map((subject) => `${subject}.*`), CANCEL_SUBJECT],
    subscribe: [`${service}.>`, `${inboxOf(service)}.>`, CANCEL_SUBJECT],
  };
}

/** The `authorization` block of a nats-server's configuration: one user a service. Whoever has no password gets no connection. */
export function natsAuthorization(passwords: Readonly<Record<MessagingService, string>>): string {
  const users = MESSAGING_SERVICES.map((service) => {
    const { publish, subscribe } = permissionsOf(service);
    return [
      `    { user: ${JSON.stringify(service)}, password: ${JSON.stringify(passwords[service])}, permissions: {`,
      `      publish: { allow: ${JSON.stringify(publish)} }`,
      `      subscribe: { allow: ${JSON.stringify(subscribe)} }`,
      `      allow_responses: { max: -1, expires: "${REPLIES_FOR}" }`,
      `    } }`,
    ].join('\n');
  });
  return `authorization {\n  users: [\n${users.join('\n')}\n  ]\n}\n`;
}
