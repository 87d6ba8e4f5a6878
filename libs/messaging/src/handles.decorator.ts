import type { AnyContract, CallContract, EventContract, StreamContract } from '@docmind/contracts';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import type { RequestContext } from './request-context.js';

type HandlerMethod<Request, Result> = TypedPropertyDescriptor<(request: Request, context: RequestContext) => Result>;

/** Marks a controller's method as the handler of a contract; the transport validates the request before it gets here. */
export function Handles<Request, Reply>(
  contract: CallContract<Request, Reply>,
): (target: object, key: string | symbol, descriptor: HandlerMethod<Request, Promise<Reply>>) => void;
export function Handles<Request, Frame>(
  contract: StreamContract<Request, Frame>,
): (target: object, key: string | symbol, descriptor: HandlerMethod<Request, AsyncIterable<Frame>>) => void;
export function Handles<Payload>(
  contract: EventContract<Payload>,
): (target: object, key: string | symbol, descriptor: HandlerMethod<Payload, Promise<void>>) => void;
export function Handles(contract: AnyContract): (target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<never>) => void {
  const decorate = contract.kind === 'event' ? EventPattern(contract.subject, { contract }) : MessagePattern(contract.subject, { contract });
  return (target, key, descriptor) => {
    decorate(target, key, descriptor);
  };
}
