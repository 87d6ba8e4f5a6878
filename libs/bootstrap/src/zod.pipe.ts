import { invalidArgument } from '@docmind/errors';
import type { PipeTransform } from '@nestjs/common';
import type { ZodType } from 'zod';

/** `@Body(new ZodPipe(schema))`: every fault of the value at once, as INVALID_ARGUMENT. */
export class ZodPipe<T> implements PipeTransform<unknown, T> {
  constructor(
    private readonly schema: ZodType<T>,
    private readonly subject = 'The request',
  ) {}

  transform(value: unknown): T {
    const parsed = this.schema.safeParse(value ?? {});
    if (parsed.success) return parsed.data;
    throw invalidArgument(parsed.error, this.subject);
  }
}
