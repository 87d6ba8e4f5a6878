import type { Dialect } from '@docmind/contracts';
import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    speaks?: Dialect;
  }
}

/**
 * `@Speaks('openai')`: whose clients a controller's routes are made for. Errors are told in their words, also those that come before a handler,
 * such as a missing key or a body that is no JSON: Fastify knows the route by then.
 */
export function Speaks(dialect: Dialect): ClassDecorator {
  const mark = RouteConfig({ speaks: dialect });
  return ({ prototype }) => {
    const members = Object.entries(Object.getOwnPropertyDescriptors(prototype as object));
    for (const [name, member] of members) if (name !== 'constructor' && typeof member.value === 'function') mark(prototype, name, member);
  };
}
