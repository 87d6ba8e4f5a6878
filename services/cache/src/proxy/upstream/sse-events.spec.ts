import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dataOf, SseEvents } from './sse-events.js';

it('keeps every byte, however the stream is cut into packets', () => {
  const stream = Buffer.from('data: {"a":"é"}\n\n: comment\n\ndata: one\r\ndata:two\r\n\r\nevent: x\n\ndata: [DONE]\n\nrest');
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
      const at = [0, ...cuts.sort((left, right) => left - right), stream.length];
      const events = new SseEvents();
      const pieces = at.slice(1).flatMap((end, index) => events.push(stream.subarray(at[index], end)));
      expect(Buffer.concat([...pieces, events.remainder()])).toEqual(stream);
      expect(pieces.map(dataOf)).toEqual(['{"a":"é"}', undefined, 'one\ntwo', undefined, '[DONE]']);
    }),
  );
});
