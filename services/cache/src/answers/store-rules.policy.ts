import type { StoreRequest } from './answer-requests.js';

/** Why an answer may not be kept, as a plain sentence; undefined when it may. */
export function refusalOf(request: StoreRequest, maxTemperature: number, newestChangeOfSources: number): string | undefined {
  if (request.finishReason !== 'stop')
    return `Not stored: the answer ended with "${request.finishReason}", only a complete one ("stop") is kept`;
  if (request.temperature > maxTemperature)
    return `Not stored: temperature ${request.temperature} is above ${maxTemperature}, so that asking again is meant to give another answer`;
  if (!request.grounded && restsOnDocuments(request)) return 'Not stored: the validator did not find everything it says in its sources';
  if (newestChangeOfSources > (request.epoch ?? 0) && hasSources(request))
    return 'Not stored: a document it cites has changed since the answer was made';
  return undefined;
}

/** What is said of an answer that is kept. */
export function reasonToKeep(request: StoreRequest): string {
  return hasSources(request)
    ? 'Stored: a complete answer, and everything it says was found in its sources'
    : 'Stored: a complete answer; it names no sources';
}

/** What is said of an answer that the rules let pass and that could not be kept all the same. */
export function failureToKeep(request: StoreRequest): string {
  const failed = 'Not stored: the store could not be written';
  return hasSources(request) ? `${failed}, or a document it cites changed meanwhile` : failed;
}

function hasSources(request: StoreRequest): boolean {
  return request.citations.length > 0;
}

/** True where the answer rests on documents. */
export function restsOnDocuments(request: StoreRequest): boolean {
  return hasSources(request) || request.scope.corpus !== '';
}
