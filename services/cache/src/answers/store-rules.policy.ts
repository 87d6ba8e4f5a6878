import type { StoreRequest } from './answer-requests.js';

/** Why an answer may not be kept, as a plain sentence; undefined when it may. */
export function refusalOf(request: StoreRequest, maxTemperature: number, newestChangeOfSources: number): string | undefined {
  if (request.finishReason !== 'stop')
    return `Not stored: the answer ended with "${request.finishReason}", only a complete one ("stop") is kept`;
  if (request.temperature > maxTemperature)
    return `Not stored: temperature ${request.temperature} is above ${maxTemperature}, so that asking again is meant to give another answer`;
  if (!request.grounded) return 'Not stored: the validator did not find everything it says in its sources';
  if (newestChangeOfSources > (request.epoch ?? 0) && request.citations.length > 0)
    return 'Not stored: a document it cites has changed since the answer was made';
  return undefined;
}

/** True where the answer rests on documents. */
export function restsOnDocuments(request: StoreRequest): boolean {
  return request.citations.length > 0 || request.scope.corpus !== '';
}
