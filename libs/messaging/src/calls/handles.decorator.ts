import type { AnyContract, CallContract, EventContract, StreamContract } from '@docmind/contracts';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import type { RequestContext } from './request-context.js';

/** Fits any method that takes the request (and, where it wants, the context) and gives the result. */
type Decorates<Request, Result> = <Method extends (request: Request, context: RequestContext) => Result>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/** Marks a controller's method as the handler of a contract; the transport validates the request before it gets here. */
export function Handles<Request, Reply>(contract: CallContract<Request, Reply>): Decorates<Request, Promise<Reply>>;
export function Handles<Request, Frame>(contract: StreamContract<Request, Frame>): Decorates<Request, AsyncIterable<Frame>>;
export function Handles<Payload>(contract: EventContract<Payload>): Decorates<Payload, Promise<void>>;
export function Handles(contract: unknown): (target: object, key: string | symbol, descriptor: PropertyDescriptor) => void {
  const { kind, subject } = contract as AnyContract;
  const pattern = kind === 'event' ? EventPattern : MessagePattern;
  const decorate = pattern(subject, { contract }) as MethodDecorator;
  return (target, key, descriptor) => {
    decorate(target, key, descriptor);
    // Without these Nest hands a method its payload only.
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
  };
}
