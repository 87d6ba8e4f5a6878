/** A stream that has begun: until its first frame it may still be asked elsewhere. */
export interface BegunStream<Frame> {
  readonly frames: AsyncIterator<Frame>;
  readonly first: IteratorResult<Frame>;
}

export async function firstFrame<Frame>(opened: AsyncIterable<Frame> | Promise<AsyncIterable<Frame>>): Promise<BegunStream<Frame>> {
  const frames = (opened instanceof Promise ? await opened : opened)[Symbol.asyncIterator]();
  return { frames, first: await frames.next() };
}
